"""When somebody is reminded of what is open: a ladder of business days. Pure."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from reviews.calendar.business_days import BusinessDays, Roll

WEEK = 5  # business days


class Step(StrEnum):
    """A rung; later ones press more."""

    ASKED = "asked"
    WEEKLY = "weekly"
    THREE_DAYS = "three-days"
    ONE_DAY = "one-day"
    DUE = "due"
    OVERDUE = "overdue"


def step(opened_on: date, due_on: date, today: date, days: BusinessDays) -> Step | None:
    """Return the rung that ``today`` is on, or None where nobody is to be disturbed.

    Asked on the first business day, then every fifth, three and one before the due
    date, on the day, and on each business day after it.
    """
    if today < opened_on or not days.is_one(today):
        return None
    if today > due_on:
        return Step.OVERDUE
    begun = days.roll(opened_on, Roll.FOLLOWING)
    left = days.until(today, due_on)
    near = {0: Step.DUE, 1: Step.ONE_DAY, 3: Step.THREE_DAYS}.get(left)
    if near:
        return near
    passed = days.until(begun, today)
    if passed == 0:
        return Step.ASKED
    return Step.WEEKLY if passed % WEEK == 0 else None


def is_chased(due_on: date, today: date, days: BusinessDays) -> bool:
    """Say whether ``today`` asks after what was promised and is not done.

    On the first business day after the due date, and on every fifth from there.
    """
    if today <= due_on or not days.is_one(today):
        return False
    return (days.until(due_on, today) - 1) % WEEK == 0
