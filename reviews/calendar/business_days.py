"""Business days of a country: not Saturday, not Sunday, not a public holiday."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

import holidays

DAY = timedelta(days=1)
SATURDAY = 5


class Roll(StrEnum):
    """What becomes of a date that is no business day."""

    NONE = "none"
    FOLLOWING = "following"
    PRECEDING = "preceding"


class CountryUnknown(ValueError):
    """A country whose holidays nobody has written down."""


@dataclass(frozen=True, slots=True)
class BusinessDays:
    """The business days of ``country`` (ISO 3166-1 alpha-2); of none, all weekdays."""

    country: str = ""

    def __post_init__(self) -> None:
        """Refuse a country that the holidays library does not know."""
        if self.country and self.country not in countries():
            raise CountryUnknown(self.country)

    def is_one(self, day: date) -> bool:
        """Say whether people work on ``day``."""
        return day.weekday() < SATURDAY and day not in _holidays(self.country)

    def roll(self, day: date, way: Roll) -> date:
        """Return ``day``, or the nearest business day on the side of ``way``."""
        step = {Roll.NONE: None, Roll.FOLLOWING: DAY, Roll.PRECEDING: -DAY}[way]
        while step and not self.is_one(day):
            day += step
        return day

    def after(self, day: date, count: int) -> date:
        """Return the ``count``-th business day after ``day``."""
        while count > 0:
            day += DAY
            count -= self.is_one(day)
        return day

    def until(self, day: date, end: date) -> int:
        """Count the business days after ``day`` up to ``end``; negative when past."""
        if end < day:
            return -self.until(end, day)
        days = (day + DAY * each for each in range(1, (end - day).days + 1))
        return sum(map(self.is_one, days))


@cache
def countries() -> frozenset[str]:
    """Return the codes of the countries whose holidays are known."""
    return frozenset(holidays.list_supported_countries(include_aliases=False))


@cache
def _holidays(country: str) -> Container[date]:
    # Fills itself in year by year, as it is asked.
    return holidays.country_holidays(country) if country else frozenset()
