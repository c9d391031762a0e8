"""The rhythms that people choose from, and what a rule is called."""

from __future__ import annotations

import re
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OWN = "own"
DAY = "day"
MONTHS = {
    DAY: _("Every day"),
    "1": _("Every month"),
    "3": _("Every quarter"),
    "6": _("Every half-year"),
    "12": _("Every year"),
}
AFTER_CRAWLS = _("After every crawl that sees something new")
DAILY = "FREQ=DAILY"
SURE_DAY = 28  # every month has it
SHAPE = re.compile(r"FREQ=MONTHLY;INTERVAL=(\d+);BYMONTHDAY=(?:-1|\d+)")


def rule_of(months: str, starts_on: date) -> str:
    """Return the rule for "every ``months`` months, from that day on", or every day.

    A day that not every month has becomes the last of the month: RFC 5545 would leave
    the short months out.
    """
    if months == DAY:
        return DAILY
    day = starts_on.day if starts_on.day <= SURE_DAY else -1
    return f"FREQ=MONTHLY;INTERVAL={months};BYMONTHDAY={day}"


def months_of(rule: str) -> str:
    """Return which of the offered rhythms ``rule`` is, or ``own``."""
    if rule == DAILY:
        return DAY
    found = SHAPE.fullmatch(rule)
    return found[1] if found and found[1] in MONTHS else OWN


def called(rule: str) -> str | Promise:
    """Return what people call ``rule``; itself where they have no word."""
    return MONTHS.get(months_of(rule), rule)
