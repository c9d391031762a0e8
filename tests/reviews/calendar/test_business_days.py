from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.calendar.business_days import BusinessDays, CountryUnknown

JAPAN = BusinessDays("JP")
GOLDEN_WEEK = [date(2026, 5, day) for day in (3, 4, 5, 6)]
DAYS = st.dates(date(2000, 1, 1), date(2060, 1, 1))


def test_golden_week_is_no_time_to_review() -> None:
    assert not any(map(JAPAN.is_one, GOLDEN_WEEK))
    assert JAPAN.after(date(2026, 5, 1), 1) == date(2026, 5, 7)


def test_without_a_country_only_weekends_are_off() -> None:
    assert BusinessDays().is_one(date(2026, 5, 5))
    assert not BusinessDays().is_one(date(2026, 5, 9))


def test_a_day_that_has_passed_counts_backwards() -> None:
    assert BusinessDays().until(date(2026, 11, 23), date(2026, 11, 20)) == -1


@given(DAYS, st.integers(1, 60))
def test_counting_there_and_back_agrees(day: date, count: int) -> None:
    end = JAPAN.after(day, count)
    assert JAPAN.until(day, end) == count
    assert JAPAN.is_one(end)
    assert JAPAN.until(day, end - timedelta(days=1)) == count - 1


def test_an_unknown_country_is_refused() -> None:
    with pytest.raises(CountryUnknown):
        BusinessDays("XX")
