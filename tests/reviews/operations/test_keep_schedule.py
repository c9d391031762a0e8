from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from reviews.errors import (
    FilterUnknown,
    NotAllowed,
    ReasonRequired,
    Refused,
    ScheduleUnusable,
)
from reviews.models import Event, Schedule
from reviews.operations.keep_schedule import keep_schedule
from tests.reviews.story import aiko, rin

pytestmark = pytest.mark.django_db


def draft(**more: Any) -> Schedule:
    fields = {
        "name": "Quarterly review",
        "rule": "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1",
        "starts_on": date(2026, 1, 1),
        "time_zone": "Asia/Tokyo",
        "country": "JP",
        "reason": "Access policy 4.2",
        "owner": aiko(),
        **more,
    }
    return Schedule(**fields)


def test_it_looks_ahead_only_and_is_recorded() -> None:
    schedule = keep_schedule(draft(), by=aiko())
    assert timezone.now() - schedule.taken_until < timedelta(minutes=1)
    event = Event.objects.get(kind="schedule-made")
    assert event.says["reason"] == "Access policy 4.2"


def test_a_change_does_not_lose_what_came_round_before_it() -> None:
    schedule = keep_schedule(draft(rule="FREQ=DAILY", roll="none"), by=aiko())
    yesterday = timezone.now() - timedelta(days=1)
    Schedule.objects.update(taken_until=yesterday)
    schedule.rule = "FREQ=YEARLY"
    keep_schedule(schedule, by=aiko())
    assert schedule.occurrences.count() == 1


def test_a_later_hour_on_the_same_day_is_no_second_time() -> None:
    schedule = keep_schedule(draft(rule="FREQ=DAILY", roll="none"), by=aiko())
    Schedule.objects.update(taken_until=timezone.now() - timedelta(days=1))
    schedule.clock = time(0, 1)
    keep_schedule(schedule, by=aiko())
    Schedule.objects.update(taken_until=timezone.now() - timedelta(days=1))
    keep_schedule(schedule, by=aiko())
    assert schedule.occurrences.count() <= 2
    dates = schedule.occurrences.values_list("nominal_on", flat=True)
    assert len(set(dates)) == len(dates)


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"rule": "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30"}, ScheduleUnusable),
        ({"rule": "FREQ=SECONDLY"}, ScheduleUnusable),
        ({"rule": ""}, ScheduleUnusable),
        ({"country": "XX"}, ScheduleUnusable),
        ({"time_zone": "Tokyo"}, ScheduleUnusable),
        ({"days_to_decide": 0}, ScheduleUnusable),
        ({"reason": " "}, ReasonRequired),
        ({"query": "verdict=nonsense"}, FilterUnknown),
    ],
)
def test_what_makes_no_rhythm_is_refused_with_a_sentence(
    more: dict[str, Any], refusal: type[Refused]
) -> None:
    with pytest.raises(refusal, match=r"\w+ .*\."):
        keep_schedule(draft(**more), by=aiko())
    assert not Schedule.objects.exists()


def test_only_analysts_keep_schedules() -> None:
    with pytest.raises(NotAllowed):
        keep_schedule(draft(), by=rin())


def test_a_rule_that_has_run_out_is_refused() -> None:
    with pytest.raises(ScheduleUnusable, match="never comes round"):
        keep_schedule(draft(rule="FREQ=DAILY;UNTIL=20260201"), by=aiko())
