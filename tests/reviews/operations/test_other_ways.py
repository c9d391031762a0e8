"""Removed is said of an access that is gone, not of a grant that was reworded."""

from __future__ import annotations

from typing import Any

import pytest

from accessmap.models import Grant
from accessmap.policy.grant import Blocker, Condition, Principal
from accessmap.policy.kinds import PrincipalKind, Verdict, Zone
from reviews.lifecycle import CampaignState, Reduction, Removal
from reviews.lifecycle import Verdict as Answer
from reviews.models import ReviewItem, Verification
from reviews.operations.close_campaign import close_campaign
from reviews.operations.decide_item import decide_item
from reviews.operations.verify_removals import verify_removals
from tests.cast import ORGANIZATION, PAYMENTS, TANUKI
from tests.reviews.story import (
    aiko,
    campaign,
    confirm,
    grants,
    item,
    later_crawl,
    owned_resource,
    read_completely,
    revoke,
    rin,
)
from tests.rows import end_grant, make_grant

pytestmark = pytest.mark.django_db

ROLE = Principal(PrincipalKind.ROLE, f"arn:aws:iam::{TANUKI}:role/bot", TANUKI)
TAGS = {"actions": ("sts:AssumeRole", "sts:TagSession")}
WITH_ID = {"conditions": (Condition("StringEquals", "sts:externalid", ("kt-1",)),)}
WITH_ANY_ID = {"conditions": (Condition("StringLike", "sts:externalid", ("*",)),)}
WITH_MFA = {"conditions": (Condition("Bool", "aws:multifactorauthpresent", ("true",)),)}
MFA_IF_TOLD = {
    "conditions": (Condition("BoolIfExists", "aws:multifactorauthpresent", ("true",)),)
}
FOR_OURS = {
    "conditions": (Condition("StringEquals", "aws:principalorgid", (ORGANIZATION,)),)
}
# What an SCP, a changed zone and a newer engine make of the very same statement.
AROUND: dict[str, dict[str, Any]] = {
    "scp": {"blocked_by": (Blocker("scp", "deny-all"),)},
    "zone": {"zone": Zone.ORGANIZATION, "verdict": Verdict.IN_ORG},
    "engine": {"is_approximate": True, "unknown": ("StringLike aws:made-up",)},
}


def promised(**more: Any) -> ReviewItem:
    grants(1, **more)
    asked = campaign(0).items.get()
    revoke(asked)
    return closed(asked)


def reduced(to: Reduction) -> ReviewItem:
    asked = item()
    decide_item(
        asked, reviewer=rin(), verdict=Answer.REDUCE, reason="Less.", reduce_to=to
    )
    return closed(asked)


def closed(asked: ReviewItem) -> ReviewItem:
    close_campaign(asked.campaign, closed_by=aiko())
    verify_removals()
    return asked


def edited(asked: ReviewItem, **now: Any) -> Grant:
    """AWS has another policy there from the next crawl on: the grant says ``now``."""
    crawl = later_crawl()
    end_grant(asked.grant, crawl=crawl)
    return make_grant(asked.grant.resource, crawl=crawl, **now)


def seen(asked: ReviewItem) -> tuple[str, str]:
    """What the item and its campaign are after one more complete crawl."""
    later_crawl()
    verify_removals()
    now = ReviewItem.objects.select_related("campaign").get(pk=asked.pk)
    return now.removal, now.campaign.state


def last(asked: ReviewItem) -> Verification:
    found = asked.verifications.order_by("pk").last()
    assert found
    return found


def test_a_grant_that_grew_is_another_way_and_not_removed() -> None:
    asked = promised()
    way = edited(asked, **TAGS)
    assert seen(asked) == (Removal.OTHER_WAY, CampaignState.VERIFYING)
    assert last(asked).ways == [way.fingerprint]
    assert f"another way remains: {TANUKI} (sts:AssumeRole, sts:Tag" in (
        last(asked).reason
    )


def test_it_is_removed_when_the_other_way_is_gone_too() -> None:
    asked = promised()
    way = edited(asked, **TAGS)
    seen(asked)
    end_grant(way, crawl=later_crawl())
    verify_removals()
    assert last(asked).outcome == Removal.GONE_ONCE
    assert seen(asked) == (Removal.REMOVED, CampaignState.CLOSED)


@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND)
def test_a_statement_that_stands_is_still_there_whatever_is_around_it(
    around: dict[str, Any],
) -> None:
    asked = promised()
    edited(asked, **around)
    assert seen(asked) == (Removal.STILL_THERE, CampaignState.VERIFYING)


def test_a_blocked_statement_is_told_to_be_blocked() -> None:
    asked = promised()
    edited(asked, **AROUND["scp"])
    seen(asked)
    assert "blocked by scp deny-all" in last(asked).reason


def test_a_policy_that_has_not_moved_by_a_byte_is_still_there() -> None:
    """Whatever a newer engine makes of it."""
    asked = promised()
    crawl = later_crawl()
    Grant.objects.filter(pk=asked.grant_id).update(
        ended_at=crawl.started_at, ended_crawl=crawl
    )
    assert seen(asked) == (Removal.STILL_THERE, CampaignState.VERIFYING)
    assert "has not changed" in last(asked).reason


@pytest.mark.parametrize(
    "wider",
    [
        {"principal": Principal(PrincipalKind.PUBLIC, "*")},
        {"principal": Principal(PrincipalKind.ACCOUNT, TANUKI, TANUKI)},
    ],
)
def test_a_wider_principal_that_includes_it_is_another_way(
    wider: dict[str, Any],
) -> None:
    asked = promised(principal=ROLE)
    edited(asked, **wider)
    assert seen(asked)[0] == Removal.OTHER_WAY


def test_the_organization_of_its_account_is_another_way() -> None:
    ours = Principal(PrincipalKind.ACCOUNT, PAYMENTS, PAYMENTS)
    asked = promised(principal=ours)
    edited(asked, principal=Principal(PrincipalKind.ORGANIZATION, ORGANIZATION))
    assert seen(asked)[0] == Removal.OTHER_WAY


@pytest.mark.parametrize(
    "other",
    [
        {"actions": ("sts:TagSession",)},
        {"principal": Principal(PrincipalKind.ACCOUNT, PAYMENTS, PAYMENTS)},
        {"principal": ROLE},
    ],
)
def test_what_lets_somebody_else_in_or_to_something_else_is_no_way(
    other: dict[str, Any],
) -> None:
    asked = promised()
    edited(asked, **other)
    assert seen(asked) == (Removal.REMOVED, CampaignState.CLOSED)
    assert last(asked).ways == []


def test_less_than_was_revoked_is_another_way() -> None:
    asked = promised(**TAGS)
    edited(asked)
    assert seen(asked)[0] == Removal.OTHER_WAY


def side_by_side(kept: dict[str, Any], gone: dict[str, Any]) -> ReviewItem:
    """One principal has two grants on a role: the one is kept, the other revoked."""
    rin()
    role = owned_resource()
    keep, go = make_grant(role, **kept), make_grant(role, **gone)
    read_completely()
    found = campaign(0)
    confirm(found.items.get(grant=keep))
    asked = found.items.get(grant=go)
    revoke(asked)
    closed(asked)
    end_grant(go, crawl=later_crawl())
    return asked


def test_a_part_that_the_same_review_keeps_does_not_hold_it_open() -> None:
    asked = side_by_side({}, TAGS)
    assert seen(asked) == (Removal.REMOVED, CampaignState.CLOSED)
    assert last(asked).other_ways == 1
    assert "decided to keep" in last(asked).reason


def test_all_of_it_is_another_way_even_if_the_same_review_keeps_it() -> None:
    asked = side_by_side(TAGS, {})
    assert seen(asked) == (Removal.OTHER_WAY, CampaignState.VERIFYING)


@pytest.mark.parametrize(
    ("to", "now"),
    [
        (Reduction.EXTERNAL_ID, WITH_ID),
        (Reduction.MFA, WITH_MFA),
        (Reduction.ORGANIZATION, FOR_OURS),
        (Reduction.USED, WITH_MFA),
    ],
)
def test_reduced_as_promised_is_removed(to: Reduction, now: dict[str, Any]) -> None:
    asked = reduced(to)
    edited(asked, **now)
    assert seen(asked) == (Removal.REMOVED, CampaignState.CLOSED)
    assert last(asked).other_ways == 1


@pytest.mark.parametrize(
    ("to", "now"),
    [
        (Reduction.EXTERNAL_ID, TAGS),
        (Reduction.EXTERNAL_ID, {**TAGS, **WITH_ID}),
        (Reduction.EXTERNAL_ID, WITH_MFA),
        (Reduction.EXTERNAL_ID, WITH_ANY_ID),
        (Reduction.MFA, MFA_IF_TOLD),
        (Reduction.MFA, WITH_ID),
        (Reduction.ORGANIZATION, WITH_ID),
        (Reduction.USED, TAGS),
    ],
)
def test_reduced_otherwise_is_another_way(to: Reduction, now: dict[str, Any]) -> None:
    asked = reduced(to)
    edited(asked, **now)
    assert seen(asked)[0] == Removal.OTHER_WAY


def test_what_was_removed_comes_back_in_other_words() -> None:
    asked = promised()
    end_grant(asked.grant, crawl=later_crawl())
    assert seen(asked)[0] == Removal.REMOVED
    make_grant(asked.grant.resource, crawl=later_crawl(), **TAGS)
    verify_removals()
    assert last(asked).outcome == Removal.CAME_BACK
    assert "in other words" in last(asked).reason


def test_less_of_it_later_is_a_new_grant_and_not_the_old_promise() -> None:
    asked = promised(**TAGS)
    end_grant(asked.grant, crawl=later_crawl())
    assert seen(asked)[0] == Removal.REMOVED
    make_grant(asked.grant.resource, crawl=later_crawl())
    assert seen(asked) == (Removal.REMOVED, CampaignState.CLOSED)


def test_a_removal_that_was_told_too_soon_is_taken_back() -> None:
    """A release before this one said so of a statement that an SCP came to block."""
    asked = promised()
    crawl = later_crawl()
    ReviewItem.objects.filter(pk=asked.pk).update(removal=Removal.REMOVED)
    Verification.objects.create(
        item=asked, crawl=crawl, outcome=Removal.REMOVED, verified_at=crawl.finished_at
    )
    verify_removals()
    edited(asked, **AROUND["scp"])
    assert seen(asked) == (Removal.STILL_THERE, CampaignState.VERIFYING)
    assert asked.verifications.filter(outcome=Removal.CAME_BACK).exists()


def test_a_refused_read_of_it_says_nothing_of_other_ways() -> None:
    asked = promised()
    edited(asked, **TAGS)
    seen(asked)
    later_crawl(outcome="denied", reason="AWS refused us.")
    verify_removals()
    assert last(asked).outcome == Removal.CANNOT_BE_SEEN
