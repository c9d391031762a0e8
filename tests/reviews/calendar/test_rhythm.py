from __future__ import annotations

from datetime import date

import pytest

from reviews.calendar.recurrence import parse
from reviews.calendar.rhythm import MONTHS, OWN, called, months_of, rule_of


@pytest.mark.parametrize("months", MONTHS)
def test_an_offered_rhythm_is_a_rule_and_is_known_again(months: str) -> None:
    rule = rule_of(months, date(2026, 1, 15))
    assert parse(rule, date(2026, 1, 15))
    assert months_of(rule) == months


def test_the_thirty_first_becomes_the_last_of_each_month() -> None:
    assert rule_of("1", date(2026, 1, 31)).endswith("BYMONTHDAY=-1")


def test_a_rule_of_ones_own_is_called_what_it_says() -> None:
    assert months_of("FREQ=WEEKLY;BYDAY=MO") == OWN
    assert called("FREQ=WEEKLY;BYDAY=MO") == "FREQ=WEEKLY;BYDAY=MO"
