"""When a review comes round: an RRULE of dates, a wall clock, and business days.

https://datatracker.ietf.org/doc/html/rfc5545#section-3.3.10
A rule gives dates, never times: the clock on the wall of one time zone gives the time,
so a clock change neither drops an occurrence nor doubles one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby, islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr
from django.utils.translation import gettext as _

from reviews.calendar.business_days import BusinessDays, Roll

# No stretch of days off is longer, so a date rolls no further than this.
MARGIN = timedelta(days=31)
HORIZON = timedelta(days=12 * 366)  # 29 February comes round within it, after 2096 too
PART = re.compile(r"[A-Z]+=[A-Z0-9,+-]+")
FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
BY = ("BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "BYWEEKNO", "BYYEARDAY")
PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", *BY})


class RuleUnusable(ValueError):
    """A rule that is no rule of dates; the text says why and shows one that is."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that a review comes round.

    ``nominal_on`` is the date of the rule and its name for ever; ``on`` is the day it
    was rolled to, and ``at`` the instant, in UTC.
    """

    nominal_on: date
    on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule with everything that turns its dates into instants."""

    rule: str
    starts_on: date
    zone: ZoneInfo
    clock: time = time(9)
    days: BusinessDays = field(default_factory=BusinessDays)
    roll: Roll = Roll.NONE

    def between(self, after: datetime, until: datetime) -> Sequence[Occurrence]:
        """Return what lies after ``after``, up to and including ``until``, in order."""
        last = until.astimezone(self.zone).date() + MARGIN
        return [each for each in self._from(after, last) if after < each.at <= until]

    def following(self, after: datetime, count: int) -> Sequence[Occurrence]:
        """Return the next ``count`` occurrences after ``after``."""
        begin = max(after.astimezone(self.zone).date(), self.starts_on)
        last = begin + HORIZON
        later = (each for each in self._from(after, last) if each.at > after)
        return list(islice(later, count))

    def _from(self, after: datetime, last: date) -> Iterator[Occurrence]:
        """Yield occurrences around and after ``after``, one a day at most."""
        first = after.astimezone(self.zone).date() - MARGIN
        for on, same_day in groupby(self._dates(first, last), key=self._roll):
            at = datetime.combine(on, self.clock, self.zone).astimezone(UTC)
            yield Occurrence(next(same_day), on, at)

    def _dates(self, first: date, last: date) -> Iterator[date]:
        begin = datetime.combine(max(first, self.starts_on), time())
        for moment in parse(self.rule, self.starts_on).xafter(begin, inc=True):
            if moment.date() > last:
                return
            yield moment.date()

    def _roll(self, nominal: date) -> date:
        return self.days.roll(nominal, self.roll)


def parse(rule: str, starts_on: date) -> rrule:
    """Return the rule, counted from ``starts_on``, or refuse with RuleUnusable."""
    parts = dict(_parts(rule))
    if parts.get("FREQ") not in FREQUENCIES:
        raise RuleUnusable(
            _("A review comes round by days, weeks, months or years: FREQ=MONTHLY.")
        )
    if "INTERVAL" in parts and not re.fullmatch(r"[1-9]\d{0,2}", parts["INTERVAL"]):
        raise RuleUnusable(_("INTERVAL is a whole number from 1 to 999."))
    try:
        parsed = rrulestr(
            ";".join(f"{name}={value}" for name, value in parts.items()),
            dtstart=datetime.combine(starts_on, time()),
        )
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise RuleUnusable(
            _("“%(rule)s” cannot be read: %(error)s.") % {"rule": rule, "error": error}
        ) from error
    if not isinstance(parsed, rrule):
        raise RuleUnusable(_("Give one rule, such as FREQ=MONTHLY;INTERVAL=3."))
    return parsed


def _parts(rule: str) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for part in rule.strip().upper().removeprefix("RRULE:").split(";"):
        name, _equals, value = part.partition("=")
        if not PART.fullmatch(part) or name not in PARTS or name in seen:
            raise RuleUnusable(
                _(
                    "“%(part)s” is no part of a rule of dates. Write one such as "
                    "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1."
                )
                % {"part": part}
            )
        seen.add(name)
        yield name, value
