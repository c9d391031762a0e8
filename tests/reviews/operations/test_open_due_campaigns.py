from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accessmap.models import Outcome, Role
from reviews.models import Campaign, Event, Occurrence, Schedule
from reviews.operations.open_due_campaigns import open_due_campaigns
from tests.reviews.story import aiko, grants, read_completely
from tests.rows import make_coverage, make_crawl

pytestmark = pytest.mark.django_db

JULY = datetime(2026, 7, 1, tzinfo=UTC)
OCTOBER = datetime(2026, 10, 1, 12, tzinfo=UTC)
State = Occurrence.State


def quarterly(**more: Any) -> Schedule:
    fields = {
        "name": "Quarterly review",
        "rule": "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1",
        "starts_on": date(2026, 1, 1),
        "time_zone": "Asia/Tokyo",
        "country": "JP",
        "reason": "Access policy 4.2",
        "owner": aiko(),
        "taken_until": JULY,
        **more,
    }
    return Schedule.objects.create(**fields)


def states(schedule: Schedule) -> dict[str, str]:
    return {
        each.nominal_on.isoformat(): each.state for each in schedule.occurrences.all()
    }


def test_it_opens_when_its_time_has_come_and_once() -> None:
    grants(2)
    schedule = quarterly()
    assert open_due_campaigns(OCTOBER - timedelta(days=3)) == {}
    assert open_due_campaigns(OCTOBER) == {State.OPENED: 1}
    assert open_due_campaigns(OCTOBER) == {}
    campaign = Campaign.objects.get()
    assert campaign.name == "Quarterly review, 2026-10-01"
    assert campaign.population_count == 2
    assert campaign.occurrence.schedule == schedule
    assert campaign.occurrence.terms["reason"] == "Access policy 4.2"


def test_what_was_missed_is_caught_up_once_and_said() -> None:
    grants(1)
    schedule = quarterly(taken_until=datetime(2026, 1, 10, tzinfo=UTC))
    assert open_due_campaigns(OCTOBER) == {State.OPENED: 1}
    assert states(schedule) == {
        "2026-04-01": State.MISSED,
        "2026-07-01": State.MISSED,
        "2026-10-01": State.OPENED,
    }
    said = Event.objects.filter(kind="occurrence-missed").values_list("says", flat=True)
    assert [each["nominal_on"] for each in said] == ["2026-07-01", "2026-04-01"]
    assert {each["caught_up_on"] for each in said} == {"2026-10-01"}


def test_what_was_not_read_makes_it_wait_with_the_reason_and_then_it_opens() -> None:
    crawl = read_completely(make_crawl())
    grants(1)
    crawl.coverage.update(outcome=Outcome.DENIED)
    schedule = quarterly()
    assert open_due_campaigns(OCTOBER) == {State.WAITING: 1}
    assert "was not read completely" in schedule.occurrences.get().reason
    assert not Campaign.objects.exists()
    later = make_crawl()
    make_coverage(later)
    assert open_due_campaigns(OCTOBER + timedelta(hours=1)) == {State.OPENED: 1}
    assert states(schedule) == {"2026-10-01": State.OPENED}


def test_one_that_still_waits_gives_way_to_the_next() -> None:
    schedule = quarterly()
    open_due_campaigns(OCTOBER)
    open_due_campaigns(OCTOBER + timedelta(days=100))
    assert states(schedule) == {
        "2026-10-01": State.MISSED,
        "2027-01-01": State.WAITING,
    }


def test_a_resting_schedule_opens_nothing() -> None:
    grants(1)
    quarterly(is_paused=True)
    assert open_due_campaigns(OCTOBER) == {}


def test_whoever_may_no_longer_open_makes_it_wait() -> None:
    grants(1)
    schedule = quarterly()
    owner = schedule.owner
    owner.role = Role.REVIEWER
    owner.save()
    assert open_due_campaigns(OCTOBER) == {State.WAITING: 1}
    assert "Only analysts" in schedule.occurrences.get().reason


def test_one_that_cannot_open_does_not_stop_the_others() -> None:
    grants(1)
    quarterly(name="Nothing", query="search=nobody-is-called-so")
    quarterly(name="Everything")
    assert open_due_campaigns(OCTOBER) == {State.WAITING: 1, State.OPENED: 1}


def test_the_time_to_decide_is_counted_in_business_days() -> None:
    grants(1)
    quarterly(days_to_decide=10)
    open_due_campaigns(OCTOBER)
    campaign = Campaign.objects.get()
    days = campaign.occurrence.schedule.days
    opened_on = campaign.opened_at.date()
    assert abs(days.until(opened_on, campaign.due_on) - 10) <= 1
    assert days.is_one(campaign.due_on)


def test_the_database_refuses_a_second_occurrence_on_a_date() -> None:
    grants(1)
    schedule = quarterly()
    open_due_campaigns(OCTOBER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Occurrence.objects.create(
            schedule=schedule, nominal_on=date(2026, 10, 1), due_at=OCTOBER
        )
