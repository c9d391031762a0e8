from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.calendar.business_days import BusinessDays, Roll
from reviews.calendar.recurrence import Recurrence, RuleUnusable, parse
from tests.reviews.calendar.golden import END, FILE, START, dates

TOKYO = ZoneInfo("Asia/Tokyo")
QUARTERLY = "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1"
GOLDEN: dict[str, list[str]] = json.loads(FILE.read_text("utf-8"))
BEGIN = datetime(2023, 12, 30, tzinfo=UTC)
FINISH = datetime(2029, 1, 2, tzinfo=UTC)


def recurring(rule: str = QUARTERLY, **more: object) -> Recurrence:
    fields = {"starts_on": START, "zone": TOKYO, **more}
    return Recurrence(rule, **fields)  # type: ignore[arg-type]


def test_the_golden_dates_are_what_a_day_by_day_look_gives() -> None:
    assert dates() == GOLDEN


@pytest.mark.parametrize("rule", GOLDEN)
def test_each_golden_date_comes_once_in_every_time_zone(rule: str) -> None:
    # 02:30 falls into the gap or the doubled hour of most clock changes.
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        found = recurring(rule, zone=zone, clock=time(2, 30)).between(BEGIN, FINISH)
        inside = [each for each in found if START <= each.on <= END]
        assert [each.on.isoformat() for each in inside] == GOLDEN[rule], name
        instants = [each.at for each in found]
        assert instants == sorted(set(instants)), name
        for each in inside:
            wall = datetime.combine(each.on, time(2, 30))
            late = each.at.astimezone(zone).replace(tzinfo=None) - wall
            assert (late == timedelta()) == exists(wall, zone), (name, each)
            # Troll in Antarctica puts its clocks two hours on.
            assert timedelta() <= late <= timedelta(hours=2), (name, each)


def exists(wall: datetime, zone: ZoneInfo) -> bool:
    """Say whether some moment has this date and time there: none has in a gap."""
    moments = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return any(each.astimezone(zone).replace(tzinfo=None) == wall for each in moments)


@given(
    st.sampled_from(list(GOLDEN)),
    st.sampled_from(["Asia/Tokyo", "America/St_Johns", "Pacific/Apia", "UTC"]),
    st.sampled_from(list(Roll)),
    st.lists(st.integers(0, 5 * 365 * 24), max_size=12),
)
def test_however_often_it_is_asked_each_occurrence_comes_once(
    rule: str, zone: str, roll: Roll, hours: list[int]
) -> None:
    rhythm = recurring(rule, zone=ZoneInfo(zone), roll=roll, days=BusinessDays("JP"))
    cuts = [BEGIN, *(BEGIN + timedelta(hours=each) for each in sorted(hours)), FINISH]
    pieces = [
        each for after, until in pairwise(cuts) for each in rhythm.between(after, until)
    ]
    assert pieces == list(rhythm.between(BEGIN, FINISH))


def test_it_comes_at_nine_on_the_wall_on_both_sides_of_a_clock_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    found = recurring("FREQ=DAILY", zone=berlin).between(
        datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 3, 30, tzinfo=UTC)
    )
    assert [each.at.hour for each in found] == [8, 7]


def test_new_year_in_japan_is_rolled_to_the_first_day_of_work() -> None:
    rhythm = recurring(days=BusinessDays("JP"), roll=Roll.FOLLOWING)
    after = datetime(2026, 12, 1, tzinfo=UTC)
    (first,) = rhythm.following(after, 1)
    # 1 January 2027 is a holiday and a Friday.
    assert (first.nominal_on, first.on) == (date(2027, 1, 1), date(2027, 1, 4))


def test_a_month_end_on_a_sunday_is_rolled_back_to_friday() -> None:
    rhythm = recurring("FREQ=MONTHLY;BYMONTHDAY=-1", roll=Roll.PRECEDING)
    (first,) = rhythm.following(datetime(2026, 5, 1, tzinfo=UTC), 1)
    assert (first.nominal_on, first.on) == (date(2026, 5, 31), date(2026, 5, 29))


def test_two_days_rolled_to_one_are_one_occurrence() -> None:
    rhythm = recurring("FREQ=DAILY", roll=Roll.FOLLOWING)
    found = rhythm.between(
        datetime(2026, 5, 29, 12, tzinfo=UTC), datetime(2026, 6, 2, 12, tzinfo=UTC)
    )
    assert [each.on for each in found] == [date(2026, 6, 1), date(2026, 6, 2)]


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "nonsense",
        "FREQ=HOURLY",
        "FREQ=MONTHLY;BYHOUR=3",
        "FREQ=MONTHLY;INTERVAL=0",
        "FREQ=MONTHLY;INTERVAL=-1",
        "FREQ=MONTHLY;FREQ=DAILY",
        "FREQ=MONTHLY;BYDAY=XX",
        "DTSTART:20260101\nRRULE:FREQ=DAILY",
        "FREQ=DAILY;COUNT=3;UNTIL=20270101T000000Z",
        "FREQ=DAILY\x00",
    ],
)
def test_what_is_no_rule_of_dates_is_refused_in_a_sentence(rule: str) -> None:
    with pytest.raises(RuleUnusable, match=r"\w+ .*\."):
        parse(rule, START)
