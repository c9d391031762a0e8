"""What did not change and matters little is not asked every quarter, and says so."""

from __future__ import annotations

from typing import Any

import pytest

from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PolicyKind, PrincipalKind, Verdict, Zone
from reviews.lifecycle import ItemState, Origin, Purpose
from reviews.models import Campaign, ReviewItem
from reviews.operations.open_campaign import Policy
from tests import sightings
from tests.cast import DATA_LAKE
from tests.reviews.story import (
    aiko,
    campaign,
    confirm,
    grants,
    later_crawl,
    read_completely,
    reopened,
    revoke,
)
from tests.rows import end_grant, make_grant, make_snapshot

pytestmark = pytest.mark.django_db


def quarter(**more: Any) -> Campaign:
    """A campaign over one grant of low risk."""
    grants(1, verdict=Verdict.IN_ORG, zone=Zone.ORGANIZATION)
    return campaign(0, **more)


def test_a_confirmed_equal_grant_of_low_risk_is_carried_and_marked() -> None:
    first = quarter().items.get()
    before = confirm(first, purpose=Purpose.OPERATIONS, ticket="OPS-1")
    carried = reopened(first.campaign).items.get()
    assert carried.state == ItemState.CARRIED
    decision = carried.effective
    assert (decision.origin, decision.carried_from) == (Origin.CARRIED, before)
    assert (decision.purpose, decision.ticket) == (Purpose.OPERATIONS, "OPS-1")
    assert decision.carried_times == 1


def test_what_was_gone_and_came_back_is_asked_again() -> None:
    first = quarter().items.get()
    confirm(first)
    end_grant(first.grant)
    same = {"verdict": Verdict.IN_ORG, "zone": Zone.ORGANIZATION}
    make_grant(first.grant.resource, crawl=read_completely(later_crawl()), **same)
    asked = reopened(first.campaign).items.get()
    assert asked.fingerprint == first.fingerprint
    assert asked.state == ItemState.OPEN


def test_it_is_carried_as_often_as_the_campaign_says_and_then_asked() -> None:
    found = quarter()
    confirm(found.items.get())
    states = []
    for _quarter in range(4):
        found = reopened(found, policy=Policy(carry_limit=2))
        states.append(found.items.get().state)
        if states[-1] == ItemState.OPEN:
            confirm(found.items.get())
    assert states == ["carried", "carried", "open", "carried"]


def test_a_limit_of_none_asks_everything() -> None:
    found = quarter()
    confirm(found.items.get())
    again = reopened(found, policy=Policy(carry_limit=0)).items.get()
    assert again.state == ItemState.OPEN


def test_what_matters_more_is_always_asked() -> None:
    found = campaign()
    confirm(found.items.get())
    assert reopened(found).items.get().state == ItemState.OPEN


def test_what_was_revoked_is_asked_again() -> None:
    found = quarter()
    revoke(found.items.get())
    assert reopened(found).items.get().state == ItemState.OPEN


def test_a_role_that_can_do_more_is_not_unchanged() -> None:
    found = quarter()
    asked = found.items.get()
    confirm(asked)
    everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    make_snapshot(
        asked.grant.resource,
        {"Version": "2012-10-17", "Statement": [everything]},
        kind=PolicyKind.INLINE,
        name="admin",
    )
    again = reopened(found).items.get()
    assert again.fingerprint == asked.fingerprint
    assert again.circumstances["change"] == "changed"
    assert again.state == ItemState.OPEN


def test_what_was_carried_can_still_be_decided_with_a_reason() -> None:
    found = quarter()
    confirm(found.items.get())
    carried = reopened(found).items.get()
    revoke(carried, reason="On second thoughts.")
    assert ReviewItem.objects.get(pk=carried.pk).state == ItemState.REVOKED


def test_what_the_opener_wrote_is_asked_they_would_be_the_decider() -> None:
    found = quarter()
    first = found.items.get()
    confirm(first)
    sightings.make_span()
    sightings.make_writing(first.grant.resource, aiko().email)
    again = reopened(found).items.get()
    assert again.state == ItemState.OPEN
    assert not again.decisions.exists()


def test_what_the_opener_could_use_is_asked_and_the_rest_is_carried() -> None:
    fields = {"verdict": Verdict.IN_ORG, "zone": Zone.ORGANIZATION}
    grants(1, **fields)
    arn = f"arn:aws:iam::{DATA_LAKE}:user/{aiko().username}"
    own = grants(1, principal=Principal(PrincipalKind.USER, arn, DATA_LAKE), **fields)
    found = campaign(0)
    for each in found.items.all():
        confirm(each)
    again = {each.grant: each.state for each in reopened(found).items.all()}
    assert again.pop(own[0]) == ItemState.OPEN
    assert list(again.values()) == [ItemState.CARRIED]
