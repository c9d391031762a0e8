"""What a crawl saw begin is asked about when it ends: at once, and once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accessmap.models import Crawl, Grant
from reviews.errors import ScheduleUnusable
from reviews.models import Campaign, Event, Occurrence, Schedule
from reviews.operations import open_due_campaigns as opening
from reviews.operations.keep_schedule import keep_schedule
from reviews.operations.open_due_campaigns import open_due_campaigns
from reviews.schedule_form import AT_ONCE, ScheduleForm
from tests.reviews.dying import Killed, killed_at
from tests.reviews.operations.test_between_campaigns import daily, new_grant
from tests.reviews.story import (
    aiko,
    grants,
    later_crawl,
    owned_resource,
    read_completely,
)
from tests.rows import end_grant, make_grant

pytestmark = pytest.mark.django_db
State = Occurrence.State


def at_once(**more: Any) -> Schedule:
    """A schedule that asks when a crawl ends."""
    return daily(**{"is_at_once": True, **more})


def run() -> dict[str, int]:
    return dict(open_due_campaigns())


def asked() -> list[Grant]:
    """Every grant that was asked about, review by review."""
    found = Campaign.objects.order_by("pk")
    return [each.grant for campaign in found for each in campaign.items.all()]


def test_the_end_of_a_crawl_that_saw_something_new_opens_a_review() -> None:
    grants(2)
    at_once()
    assert run() == {}
    grant = new_grant()
    assert run() == {State.OPENED: 1}
    assert asked() == [grant]
    newest = Crawl.objects.order_by("-started_at")[0]
    occurrence = Occurrence.objects.get()
    assert (occurrence.crawl, occurrence.due_at) == (newest, newest.finished_at)
    assert occurrence.terms["rule"] == "after each crawl"


def test_a_crawl_is_looked_at_once_whatever_runs_twice() -> None:
    grants(1)
    at_once()
    new_grant()
    assert run() == {State.OPENED: 1}
    assert run() == {}
    assert Campaign.objects.count() == 1


def test_what_two_crawls_of_a_day_saw_is_asked_in_two_reviews() -> None:
    grants(1)
    at_once()
    one = new_grant()
    run()
    two = new_grant()
    run()
    assert asked() == [one, two]
    names = set(Campaign.objects.values_list("name", flat=True))
    assert len(names) == 2


def test_what_several_crawls_saw_meanwhile_is_asked_together() -> None:
    grants(1)
    at_once()
    one, two = new_grant(), new_grant()
    gone = new_grant()
    end_grant(gone, read_completely(later_crawl()))
    assert run() == {State.OPENED: 1}
    assert set(asked()) == {one, two}
    assert Occurrence.objects.count() == 1


def test_a_crawl_without_anything_new_leaves_nothing_behind() -> None:
    grants(1)
    at_once()
    read_completely(later_crawl())
    assert run() == {}
    assert not Occurrence.objects.exists()
    assert not Campaign.objects.exists()


def test_a_crawl_that_still_runs_or_failed_is_not_yet_followed() -> None:
    grants(1)
    at_once()
    crawl = read_completely(later_crawl())
    make_grant(owned_resource(), crawl=crawl)
    for unfinished in ({"finished_at": None}, {"state": Crawl.State.FAILED}):
        Crawl.objects.filter(pk=crawl.pk).update(**unfinished)
        assert run() == {}
    Crawl.objects.filter(pk=crawl.pk).update(
        state=Crawl.State.COMPLETE, finished_at=crawl.finished_at
    )
    assert run() == {State.OPENED: 1}


def test_a_flood_waits_and_the_next_crawl_stands_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    grants(1)
    at_once()
    first = [new_grant(), new_grant()]
    monkeypatch.setattr(opening, "MOST_NEW", 1)
    assert run() == {State.WAITING: 1}
    assert run() == {State.WAITING: 1}
    assert Occurrence.objects.count() == 1
    last = new_grant()
    monkeypatch.setattr(opening, "MOST_NEW", 9)
    assert run() == {State.OPENED: 1}
    assert set(asked()) == {*first, last}
    newest, older = Occurrence.objects.order_by("-pk")
    assert (older.state, older.caught_up_by) == (State.MISSED, newest)


def test_killed_at_any_statement_it_asks_once() -> None:
    grants(1)
    at_once()
    grant = new_grant()
    statement, is_over = 0, False
    while not is_over:
        statement += 1
        before = Event.objects.count()
        try:
            # Its own transactions are what holds: each is taken back alone.
            with transaction.atomic(), killed_at(statement):
                run()
            is_over = True
        except Killed:
            assert Campaign.objects.count() == 0
            assert Event.objects.count() == before
        run_after = transaction.savepoint()
        assert run() in ({State.OPENED: 1}, {})
        assert asked() == [grant]
        if not is_over:
            transaction.savepoint_rollback(run_after)
    assert statement > 20
    assert run() == {}
    assert asked() == [grant]


def test_who_dies_between_seeing_and_opening_opens_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The occurrence is committed first, and then the campaign."""
    grants(1)
    at_once()
    grant = new_grant()

    def dies(_: int) -> str:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(opening, "_open", dies)
        with pytest.raises(Killed):
            run()
    assert Occurrence.objects.get().state == State.WAITING
    assert run() == {State.OPENED: 1}
    assert asked() == [grant]


def test_one_that_rests_is_caught_up_when_it_is_woken() -> None:
    grants(1)
    schedule = at_once(is_paused=True)
    grant = new_grant()
    assert run() == {}
    schedule.is_paused = False
    keep_schedule(schedule, by=aiko())
    assert run() == {State.OPENED: 1}
    assert asked() == [grant]


def test_the_form_offers_it_and_then_asks_only_what_is_new() -> None:
    sent = {
        "name": "New",
        "months": AT_ONCE,
        "starts_on": "2026-09-01",
        "clock": "09:00",
        "time_zone": "Asia/Tokyo",
        "roll": "following",
        "days_to_decide": "5",
        "reason": "Access policy 4.3",
    }
    form = ScheduleForm(sent, instance=Schedule(owner=aiko()))
    assert form.is_valid(), form.errors
    schedule = keep_schedule(form.instance, by=aiko())
    assert (schedule.is_at_once, schedule.is_for_new) == (True, True)
    assert schedule.next_occurrence is None
    assert ScheduleForm(instance=schedule).initial["months"] == AT_ONCE
    form = ScheduleForm({**sent, "months": "3"}, instance=schedule)
    assert form.is_valid()
    assert not form.instance.is_at_once


def test_what_is_not_only_new_is_not_asked_at_once() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        daily(is_at_once=True, is_for_new=False)
    with pytest.raises(ScheduleUnusable, match="only what is new"):
        keep_schedule(
            Schedule(
                owner=aiko(),
                name="All",
                rule="FREQ=DAILY",
                starts_on=datetime(2026, 1, 1, tzinfo=UTC).date(),
                reason="Why",
                is_at_once=True,
            ),
            by=aiko(),
        )
