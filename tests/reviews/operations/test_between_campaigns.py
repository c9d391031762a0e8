"""Between the great reviews: what is new is asked about at once, and once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accessmap.models import Grant, Outcome
from reviews.lifecycle import ItemState
from reviews.models import Campaign, Occurrence, Schedule
from reviews.operations import open_due_campaigns as opening
from reviews.operations.open_due_campaigns import open_due_campaigns
from tests.cast import OLD_POS
from tests.reviews.operations.test_open_due_campaigns import OCTOBER, quarterly
from tests.reviews.story import (
    aiko,
    confirm,
    grants,
    later_crawl,
    owned_resource,
    read_completely,
)
from tests.rows import end_grant, make_account, make_coverage, make_grant

pytestmark = pytest.mark.django_db

State = Occurrence.State
START = datetime(2026, 9, 1, 12, tzinfo=UTC)


def daily(**more: Any) -> Schedule:
    """A schedule that asks every day about what is new."""
    fields = {
        "name": "What is new",
        "rule": "FREQ=DAILY",
        "starts_on": date(2026, 1, 1),
        "reason": "Access policy 4.3",
        "owner": aiko(),
        "is_for_new": True,
        "new_since": timezone.now(),
        "taken_until": START,
        **more,
    }
    return Schedule.objects.create(**fields)


def new_grant() -> Grant:
    """A grant that a crawl after today began."""
    crawl = read_completely(later_crawl())
    return make_grant(owned_resource(), crawl=crawl)


def run(day: int) -> dict[str, int]:
    """Look what is due, so many days after the start."""
    return dict(open_due_campaigns(START + timedelta(days=day)))


def test_what_was_there_before_is_left_to_the_great_review() -> None:
    grants(2)
    daily()
    assert run(1) == {State.EMPTY: 1}
    assert not Campaign.objects.exists()


def test_a_new_grant_is_asked_of_its_owner_and_of_nobody_twice() -> None:
    grants(2)
    daily()
    grant = new_grant()
    assert run(1) == {State.OPENED: 1}
    item = Campaign.objects.get().items.get()
    assert item.grant == grant
    assert item.reviewer.username == "rin.takeda"
    assert run(2) == {State.EMPTY: 1}
    assert run(2) == {}
    confirm(item)
    assert run(3) == {State.EMPTY: 1}


def test_what_was_gone_and_came_back_is_asked_again() -> None:
    grants(1)
    daily()
    first = new_grant()
    run(1)
    confirm(Campaign.objects.get().items.get())
    end_grant(first, crawl=read_completely(later_crawl()))
    back = make_grant(first.resource, crawl=read_completely(later_crawl()))
    assert back.fingerprint == first.fingerprint
    assert run(2) == {State.OPENED: 1}
    assert Campaign.objects.latest("pk").items.get().grant == back
    assert run(3) == {State.EMPTY: 1}


def test_the_next_one_asks_only_about_what_came_since() -> None:
    grants(1)
    daily()
    new_grant()
    run(1)
    second = new_grant()
    assert run(2) == {State.OPENED: 1}
    newest = Campaign.objects.order_by("-pk")[0]
    assert [each.grant for each in newest.items.all()] == [second]
    assert newest.observed_count == newest.grant_count + newest.exclusions.count()


def test_the_great_review_asks_again_and_knows_what_was_answered() -> None:
    grants(1)
    daily()
    grant = new_grant()
    run(1)
    confirm(Campaign.objects.get().items.get())
    quarterly()
    open_due_campaigns(OCTOBER)
    great = Campaign.objects.get(name__startswith="Quarterly")
    item = great.items.get(grant=grant)
    assert item.circumstances["change"] == "unchanged"
    assert item.previous is not None
    assert item.previous.state == ItemState.CONFIRMED


def test_very_much_at_once_waits_for_somebody_to_look(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    grants(1)
    daily()
    new_grant()
    new_grant()
    monkeypatch.setattr(opening, "MOST_NEW", 1)
    assert run(1) == {State.WAITING: 1}
    assert "2 grants are new, more than 1" in Occurrence.objects.get().reason
    assert not Campaign.objects.exists()


def test_what_was_not_read_does_not_stop_it_and_is_said() -> None:
    grants(1)
    daily()
    crawl = read_completely(later_crawl())
    make_account(OLD_POS)
    make_coverage(crawl, account_id=OLD_POS, outcome=Outcome.DENIED)
    make_grant(owned_resource(), crawl=crawl)
    assert run(1) == {State.OPENED: 1}
    assert "does not claim to be complete" in Campaign.objects.get().limitation


def test_since_when_it_asks_never_changes() -> None:
    grants(1)
    daily()
    new_grant()
    run(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Campaign.objects.update(new_since=START)
