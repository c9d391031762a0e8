"""Who may decide what, and what is kept of it."""

from __future__ import annotations

from typing import Any

import pytest

from accessmap.models import Role
from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PrincipalKind
from reviews.errors import (
    CampaignClosed,
    GrantHasEnded,
    InConflict,
    NotAllowed,
    NotYourItem,
    ReadSomethingElse,
    ReasonRequired,
)
from reviews.lifecycle import AtClose, ItemState, Purpose, Verdict
from reviews.models import Event, ReviewItem
from reviews.operations.close_campaign import close_campaign
from reviews.operations.decide_item import decide_item
from reviews.shown import sha256, shown_text
from tests.cast import KEN, PAYMENTS
from tests.reviews.story import (
    aiko,
    campaign,
    confirm,
    item,
    owned_resource,
    read_completely,
    revoke,
    rin,
)
from tests.rows import end_grant, make_grant, make_user

pytestmark = pytest.mark.django_db


def test_a_confirmation_is_kept_with_what_was_read() -> None:
    asked = item()
    decision = confirm(asked, purpose=Purpose.VENDOR_SERVICE, language="ja")
    asked.refresh_from_db()
    assert asked.state == ItemState.CONFIRMED
    assert decision.fingerprint == asked.grant.fingerprint
    assert decision.shown == shown_text(asked, "ja")
    assert decision.shown_sha256 == sha256(decision.shown)
    assert decision.purpose == Purpose.VENDOR_SERVICE


def test_a_revocation_is_a_promise_and_not_yet_a_removal() -> None:
    asked = item()
    revoke(asked)
    asked.refresh_from_db()
    assert (asked.state, asked.removal) == (ItemState.REVOKED, "")


def test_revoking_needs_a_reason() -> None:
    with pytest.raises(ReasonRequired, match="Auditors"):
        revoke(item(), reason=" \x00 ")


def test_confirming_what_is_risky_needs_a_reason() -> None:
    aiko()
    read_completely()
    rin()
    make_grant(owned_resource(), flags=("confused-deputy",))
    asked = campaign(0).items.get()
    with pytest.raises(ReasonRequired):
        confirm(asked)
    assert confirm(asked, reason="Contract 17 covers it.").pk


def test_a_decision_can_be_superseded_and_both_stay() -> None:
    asked = item()
    first = confirm(asked)
    second = revoke(asked, reason="I had the wrong vendor in mind.")
    asked.refresh_from_db()
    assert second.supersedes == first
    assert asked.decisions.count() == 2
    assert asked.effective == second
    assert asked.state == ItemState.REVOKED


def test_a_change_needs_its_reason() -> None:
    asked = item()
    revoke(asked)
    with pytest.raises(ReasonRequired, match="why you change"):
        confirm(asked)


def test_it_refuses_somebody_else() -> None:
    ken = make_user(KEN, Role.REVIEWER)
    with pytest.raises(NotYourItem, match="Rin Takeda is asked"):
        decide_item(item(), reviewer=ken, verdict=Verdict.CONFIRM)


def test_it_refuses_an_analyst_who_is_not_asked() -> None:
    with pytest.raises(NotYourItem):
        decide_item(item(), reviewer=aiko(), verdict=Verdict.CONFIRM)


@pytest.mark.parametrize("change", [{"role": Role.AUDITOR}, {"is_active": False}])
def test_it_refuses_a_reviewer_who_may_no_longer_decide(change: dict[str, Any]) -> None:
    asked = item()
    person = rin()
    for name, value in change.items():
        setattr(person, name, value)
    person.save()
    with pytest.raises(NotAllowed):
        confirm(asked)


def test_it_refuses_a_grant_that_has_ended() -> None:
    asked = item()
    end_grant(asked.grant)
    with pytest.raises(GrantHasEnded):
        revoke(asked)


def test_it_refuses_one_s_own_access() -> None:
    rin()
    read_completely()
    session = f"arn:aws:sts::{PAYMENTS}:assumed-role/Admin/{rin().email}"
    make_grant(
        owned_resource(), principal=Principal(PrincipalKind.SESSION, session, PAYMENTS)
    )
    asked = campaign(0).items.get()
    # However it came about: a tag, a mistake, an edit of the row.
    ReviewItem.objects.filter(pk=asked.pk).update(reviewer=rin())
    with pytest.raises(InConflict):
        confirm(asked)


def test_it_refuses_after_close() -> None:
    asked = item()
    close_campaign(
        asked.campaign, closed_by=aiko(), at_close=AtClose.KEEP, reason="Late."
    )
    with pytest.raises(CampaignClosed, match="Nothing was saved"):
        confirm(asked)
    assert not asked.decisions.exists()


def test_it_refuses_a_decision_on_another_text() -> None:
    asked = item()
    with pytest.raises(ReadSomethingElse):
        confirm(asked, shown_sha256=sha256("something else"))


def test_it_takes_a_decision_on_the_very_text() -> None:
    asked = item()
    assert confirm(asked, shown_sha256=sha256(shown_text(asked, "en"))).pk


def test_it_writes_an_event_a_decision() -> None:
    asked = item()
    confirm(asked)
    revoke(asked)
    events = Event.objects.filter(kind="item-decided").order_by("sequence")
    assert [each.says["verdict"] for each in events] == ["confirm", "revoke"]
    assert [each.person for each in events] == [rin(), rin()]


def test_hostile_words_are_kept_as_words() -> None:
    decision = revoke(item(), reason="<script>alert('=1')</script>\x00 終了")
    decision.refresh_from_db()
    assert decision.reason == "<script>alert('=1')</script> 終了"
