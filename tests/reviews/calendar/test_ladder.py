from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.calendar.business_days import BusinessDays
from reviews.calendar.ladder import Step, is_chased, step

JAPAN = BusinessDays("JP")
OPENED, DUE = date(2026, 10, 1), date(2026, 10, 22)  # Thursday, Thursday


@pytest.mark.parametrize(
    ("today", "rung"),
    [
        (date(2026, 9, 30), None),
        (OPENED, Step.ASKED),
        (date(2026, 10, 2), None),
        (date(2026, 10, 8), Step.WEEKLY),
        (date(2026, 10, 10), None),  # Saturday
        (date(2026, 10, 12), None),  # Sports Day
        (date(2026, 10, 16), Step.WEEKLY),
        (date(2026, 10, 19), Step.THREE_DAYS),
        (date(2026, 10, 20), None),
        (date(2026, 10, 21), Step.ONE_DAY),
        (DUE, Step.DUE),
        (date(2026, 10, 23), Step.OVERDUE),
        (date(2026, 10, 24), None),  # Saturday
        (date(2026, 11, 2), Step.OVERDUE),
        (date(2026, 11, 3), None),  # Culture Day
    ],
)
def test_the_ladder_of_three_weeks(today: date, rung: Step | None) -> None:
    assert step(OPENED, DUE, today, JAPAN) is rung


def test_what_opens_on_a_sunday_asks_on_monday() -> None:
    sunday = date(2026, 10, 4)
    assert step(sunday, DUE, sunday, BusinessDays()) is None
    assert step(sunday, DUE, date(2026, 10, 5), BusinessDays()) is Step.ASKED


def test_what_is_due_on_a_sunday_is_said_to_be_due_on_friday() -> None:
    due = date(2026, 10, 25)
    assert step(OPENED, due, date(2026, 10, 23), BusinessDays()) is Step.DUE


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(1, 90),
    st.integers(0, 150),
)
def test_nobody_is_disturbed_on_a_day_off_and_everybody_once_overdue(
    opened: date, length: int, later: int
) -> None:
    due, today = opened + timedelta(days=length), opened + timedelta(days=later)
    rung = step(opened, due, today, JAPAN)
    if not JAPAN.is_one(today):
        assert rung is None
    elif today > due:
        assert rung is Step.OVERDUE
    else:
        assert rung is not Step.OVERDUE


def test_what_was_promised_is_asked_after_weekly_once_it_is_due() -> None:
    friday = date(2026, 11, 20)
    days = [friday + timedelta(days=n) for n in range(-7, 20)]
    found = [each for each in days if is_chased(friday, each, BusinessDays())]
    assert [each.isoformat()[5:] for each in found] == ["11-23", "11-30", "12-07"]
