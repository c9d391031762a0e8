"""Closing ends the deciding and never pretends that anything was removed."""

from __future__ import annotations

import pytest

from accessmap.models import Role
from reviews.errors import CampaignClosed, NotAllowed, ReasonRequired, StillUndecided
from reviews.lifecycle import AtClose, CampaignState, ItemState, Removal
from reviews.models import Decision, Event
from reviews.operations.close_campaign import close_campaign
from tests.cast import KEN
from tests.reviews.story import aiko, campaign, confirm, item, revoke
from tests.rows import end_grant, make_user

pytestmark = pytest.mark.django_db


def test_it_closes_when_everything_is_confirmed() -> None:
    asked = item()
    confirm(asked)
    closed = close_campaign(asked.campaign, closed_by=aiko())
    assert closed.state == CampaignState.CLOSED
    assert closed.closed_by == aiko()
    assert closed.closed_at is not None


def test_a_promise_that_is_not_yet_seen_keeps_it_verifying() -> None:
    asked = item()
    revoke(asked)
    closed = close_campaign(asked.campaign, closed_by=aiko())
    asked.refresh_from_db()
    assert closed.state == CampaignState.VERIFYING
    assert asked.removal == Removal.NONE


def test_it_refuses_over_what_nobody_decided() -> None:
    found = campaign(2)
    with pytest.raises(StillUndecided, match="2 items are not decided"):
        close_campaign(found, closed_by=aiko())


def test_what_nobody_decided_may_be_kept_and_is_said() -> None:
    asked = item()
    closed = close_campaign(
        asked.campaign, closed_by=aiko(), at_close=AtClose.KEEP, reason="Year end."
    )
    asked.refresh_from_db()
    assert asked.state == ItemState.UNDECIDED
    assert not Decision.objects.exists()
    assert (closed.at_close, closed.close_reason) == (AtClose.KEEP, "Year end.")


def test_or_revoked_in_the_closer_s_name() -> None:
    asked = item()
    close_campaign(
        asked.campaign, closed_by=aiko(), at_close=AtClose.REVOKE, reason="Policy 4."
    )
    asked.refresh_from_db()
    decision = asked.decisions.get()
    assert asked.state == ItemState.REVOKED
    assert (decision.reviewer, decision.is_default) == (aiko(), True)
    assert decision.reason == "Policy 4."


@pytest.mark.parametrize("at_close", [AtClose.KEEP, AtClose.REVOKE])
def test_a_default_needs_a_reason(at_close: AtClose) -> None:
    with pytest.raises(ReasonRequired):
        close_campaign(campaign(), closed_by=aiko(), at_close=at_close)


def test_what_ended_meanwhile_does_not_hold_it_up() -> None:
    asked = item()
    end_grant(asked.grant)
    closed = close_campaign(asked.campaign, closed_by=aiko())
    asked.refresh_from_db()
    assert asked.state == ItemState.ENDED
    assert closed.state == CampaignState.CLOSED


def test_it_closes_once() -> None:
    asked = item()
    confirm(asked)
    close_campaign(asked.campaign, closed_by=aiko())
    with pytest.raises(CampaignClosed):
        close_campaign(asked.campaign, closed_by=aiko())


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.AUDITOR])
def test_only_analysts_close(role: Role) -> None:
    with pytest.raises(NotAllowed):
        close_campaign(campaign(), closed_by=make_user(KEN, role))


def test_it_writes_an_event() -> None:
    asked = item()
    confirm(asked)
    close_campaign(asked.campaign, closed_by=aiko())
    assert Event.objects.get(kind="campaign-closed").says["state"] == "closed"
