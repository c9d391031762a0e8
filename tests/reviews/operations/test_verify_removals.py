"""Removed is what a later complete crawl saw; everything else is said to be less."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accessmap.models import Crawl, Grant, Hold, Outcome
from reviews.lifecycle import CampaignState, ItemState, Removal
from reviews.models import Cursor, Event, ReviewItem, Verification
from reviews.operations.close_campaign import close_campaign
from reviews.operations.verify_removals import verify_removals
from tests.cast import PAYMENTS
from tests.reviews.story import aiko, confirm, item, later_crawl, revoke
from tests.rows import end_grant, make_gap, make_grant

pytestmark = pytest.mark.django_db


def promised() -> ReviewItem:
    """A revoked item whose campaign has closed, with every earlier crawl taken."""
    asked = item()
    revoke(asked)
    close_campaign(asked.campaign, closed_by=aiko())
    verify_removals()
    return asked


def now(asked: ReviewItem) -> ReviewItem:
    return ReviewItem.objects.select_related("campaign").get(pk=asked.pk)


def gone(asked: ReviewItem, **coverage: Any) -> Crawl:
    crawl = later_crawl(**coverage)
    end_grant(asked.grant, crawl=crawl)
    return crawl


def gone_for_good(asked: ReviewItem, **coverage: Any) -> Crawl:
    """Two complete crawls, an hour apart, do not find it; return the second."""
    gone(asked, **coverage)
    return later_crawl(**coverage)


def test_two_later_complete_crawls_without_it_say_removed() -> None:
    asked = promised()
    first = gone(asked)
    assert verify_removals() == {"gone-once": 1}
    assert now(asked).campaign.state == CampaignState.VERIFYING
    second = later_crawl()
    assert verify_removals() == {"removed": 1}
    assert now(asked).removal == Removal.REMOVED
    assert now(asked).campaign.state == CampaignState.CLOSED
    assert [each.crawl for each in asked.verifications.all()] == [first, second]


@pytest.mark.parametrize(
    ("minutes", "removal"),
    [(0, Removal.GONE_ONCE), (14, Removal.GONE_ONCE), (15, Removal.REMOVED)],
)
def test_the_two_are_fifteen_minutes_apart(minutes: int, removal: Removal) -> None:
    asked = promised()
    first = gone(asked)
    second = later_crawl()
    assert first.finished_at
    began = first.finished_at + timedelta(minutes=minutes)
    Crawl.objects.filter(pk=second.pk).update(started_at=began)
    verify_removals()
    assert now(asked).removal == removal


def test_two_looks_that_are_not_apart_and_a_third_say_removed() -> None:
    asked = promised()
    first = gone(asked)
    second = later_crawl()
    Crawl.objects.filter(pk=second.pk).update(started_at=first.finished_at)
    verify_removals()
    later_crawl()
    assert verify_removals() == {"removed": 1}


def test_what_the_second_look_finds_again_came_back() -> None:
    asked = promised()
    gone(asked)
    make_grant(asked.grant.resource, crawl=later_crawl())
    assert verify_removals() == {"gone-once": 1, "came-back": 1}
    later_crawl()
    assert verify_removals() == {"still-there": 1}


def test_a_look_that_was_refused_between_the_two_takes_nothing_back() -> None:
    asked = promised()
    gone(asked)
    later_crawl(outcome=Outcome.DENIED, reason="AWS refused us.")
    later_crawl()
    assert verify_removals() == {"gone-once": 1, "cannot-be-seen": 1, "removed": 1}


def test_what_is_found_again_after_a_look_that_was_refused_came_back() -> None:
    asked = promised()
    gone(asked)
    later_crawl(outcome=Outcome.DENIED, reason="AWS refused us.")
    make_grant(asked.grant.resource, crawl=later_crawl())
    assert verify_removals() == {"gone-once": 1, "cannot-be-seen": 1, "came-back": 1}


def test_a_crawl_from_before_the_promise_says_nothing() -> None:
    asked = item()
    revoke(asked)
    verify_removals()
    assert now(asked).removal == Removal.NONE
    assert not Verification.objects.exists()


def test_while_it_is_found_it_is_still_there() -> None:
    asked = promised()
    later_crawl()
    assert verify_removals() == {"still-there": 1}
    assert now(asked).removal == Removal.STILL_THERE
    assert now(asked).campaign.state == CampaignState.VERIFYING


def test_a_refused_account_cannot_be_seen_and_says_why() -> None:
    asked = promised()
    later_crawl(outcome=Outcome.DENIED, reason="AWS refused iam:ListRoles.")
    assert verify_removals() == {"cannot-be-seen": 1}
    assert asked.verifications.get().reason == "AWS refused iam:ListRoles."


def test_an_account_that_the_crawl_missed_cannot_be_seen() -> None:
    asked = promised()
    later_crawl(account_id="000000000000")
    assert verify_removals() == {"cannot-be-seen": 1}
    assert now(asked).removal == Removal.CANNOT_BE_SEEN


def test_a_gap_on_the_very_resource_cannot_be_seen() -> None:
    asked = promised()
    crawl = later_crawl()
    make_gap(crawl.coverage.get(), asked.grant.resource.arn)
    assert verify_removals() == {"cannot-be-seen": 1}


def test_a_gap_on_another_resource_does_not_matter() -> None:
    asked = promised()
    crawl = gone(asked)
    make_gap(crawl.coverage.get(), "arn:aws:iam::204411803391:role/another")
    assert verify_removals() == {"gone-once": 1}


def test_mass_disappearance_that_is_held_proves_nothing() -> None:
    promised()
    crawl = later_crawl()
    Hold.objects.create(
        crawl=crawl, account_id=PAYMENTS, missing_count=40, current_count=50
    )
    assert verify_removals() == {"cannot-be-seen": 1}


def test_what_ended_before_the_promise_needs_a_complete_look_after_it() -> None:
    asked = promised()
    early = Crawl.objects.order_by("started_at").first()
    end_grant(asked.grant, crawl=early)
    later_crawl(outcome=Outcome.FAILED)
    assert verify_removals() == {"cannot-be-seen": 1}
    later_crawl()
    assert verify_removals() == {"gone-once": 1}


def test_a_crawl_that_was_not_to_look_there_says_nothing() -> None:
    asked = promised()
    crawl = later_crawl(account_id="000000000000")
    Crawl.objects.filter(pk=crawl.pk).update(selection={"accounts": ["000000000000"]})
    assert verify_removals() == {}
    assert now(asked).removal == Removal.NONE


def test_a_failed_crawl_is_not_looked_at() -> None:
    asked = promised()
    crawl = gone(asked)
    Crawl.objects.filter(pk=crawl.pk).update(state=Crawl.State.FAILED)
    assert verify_removals() == {}
    assert now(asked).removal == Removal.NONE


def test_what_came_back_reopens_the_promise() -> None:
    asked = promised()
    gone_for_good(asked)
    verify_removals()
    again = later_crawl()
    make_grant(asked.grant.resource, crawl=again)
    assert Grant.objects.current().get().fingerprint == asked.fingerprint
    assert verify_removals() == {"came-back": 1}
    assert now(asked).removal == Removal.CAME_BACK
    assert now(asked).campaign.state == CampaignState.VERIFYING


def test_what_came_back_and_went_again_is_removed() -> None:
    asked = promised()
    gone_for_good(asked)
    verify_removals()
    back = make_grant(asked.grant.resource, crawl=later_crawl())
    verify_removals()
    end_grant(back, crawl=later_crawl())
    assert verify_removals() == {"gone-once": 1}
    later_crawl()
    verify_removals()
    assert list(asked.verifications.values_list("outcome", flat=True)) == [
        "gone-once",
        "removed",
        "came-back",
        "gone-once",
        "removed",
    ]


def test_what_stays_removed_is_not_said_again() -> None:
    asked = promised()
    gone_for_good(asked)
    verify_removals()
    later_crawl()
    assert verify_removals() == {}


def test_what_else_the_same_principal_keeps_is_said() -> None:
    asked = promised()
    make_grant(asked.grant.resource, actions=("sts:TagSession",))
    gone_for_good(asked)
    verify_removals()
    found = asked.verifications.get(outcome="removed")
    assert (found.outcome, found.other_ways) == ("removed", 1)
    assert "For other actions the same principal keeps 1." in found.reason


def test_it_takes_every_crawl_once() -> None:
    asked = promised()
    later_crawl()
    gone(asked)
    assert verify_removals() == {"still-there": 1, "gone-once": 1}
    assert verify_removals() == {}


def test_a_long_crawl_that_finishes_late_is_not_skipped() -> None:
    long = gone(promised())
    Crawl.objects.filter(pk=long.pk).update(finished_at=None)
    short = later_crawl()
    verify_removals()
    assert short.finished_at
    late = short.finished_at + timedelta(seconds=1)
    Crawl.objects.filter(pk=long.pk).update(finished_at=late)
    verify_removals()
    assert Cursor.objects.get(name=Cursor.VERIFY_REMOVALS).position == long.pk


def test_an_open_item_whose_grant_ended_is_let_go() -> None:
    asked = item()
    gone(asked)
    verify_removals()
    assert now(asked).state == ItemState.ENDED


def test_a_confirmed_grant_that_ended_is_no_removal() -> None:
    asked = item()
    confirm(asked)
    gone(asked)
    assert verify_removals() == {}
    assert now(asked).removal == Removal.NONE


def test_it_is_the_job_that_acts() -> None:
    asked = promised()
    gone_for_good(asked)
    verify_removals()
    event = Event.objects.get(kind="removal-removed")
    assert (event.actor, event.person) == ("system:verify-removals", None)
