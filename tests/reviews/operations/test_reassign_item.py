"""Somebody else is asked, with a reason."""

from __future__ import annotations

import pytest

from accessmap.models import Role, User
from reviews.errors import CampaignClosed, NotAllowed, NotYourItem, ReasonRequired
from reviews.lifecycle import AtClose, Rule
from reviews.models import Event
from reviews.operations.close_campaign import close_campaign
from reviews.operations.reassign_item import reassign_item
from tests.cast import DAICHI, KEN, MAKOTO
from tests.reviews.story import aiko, confirm, item, rin
from tests.rows import make_user

pytestmark = pytest.mark.django_db


def daichi() -> User:
    return User.objects.filter(username=DAICHI).first() or make_user(
        DAICHI, Role.REVIEWER
    )


def test_the_reviewer_gives_it_away() -> None:
    moved = reassign_item(item(), to=daichi(), reassigned_by=rin(), reason="His team.")
    assert (moved.reviewer, moved.resolved_by) == (daichi(), Rule.REASSIGNED)
    assert moved.resolved_from == "by rin.takeda: His team."


def test_an_analyst_gives_it_away() -> None:
    moved = reassign_item(item(), to=daichi(), reassigned_by=aiko(), reason="Away.")
    assert moved.reviewer == daichi()
    says = Event.objects.get(kind="item-reassigned").says
    assert (says["before"], says["after"]) == ("rin.takeda", "daichi.mori")


def test_a_decision_on_it_stays() -> None:
    asked = item()
    decision = confirm(asked)
    moved = reassign_item(asked, to=daichi(), reassigned_by=aiko(), reason="Away.")
    assert moved.effective == decision


def test_a_bystander_does_not() -> None:
    asked, ken = item(), make_user(KEN, Role.REVIEWER)
    with pytest.raises(NotYourItem):
        reassign_item(asked, to=daichi(), reassigned_by=ken, reason="Because.")


def test_it_needs_a_reason() -> None:
    with pytest.raises(ReasonRequired):
        reassign_item(item(), to=daichi(), reassigned_by=rin(), reason=" ")


def test_an_auditor_is_not_asked() -> None:
    asked, makoto = item(), make_user(MAKOTO, Role.AUDITOR)
    with pytest.raises(NotAllowed):
        reassign_item(asked, to=makoto, reassigned_by=rin(), reason="Because.")


def test_nothing_moves_after_close() -> None:
    asked = item()
    close_campaign(asked.campaign, closed_by=aiko(), at_close=AtClose.KEEP, reason="x")
    with pytest.raises(CampaignClosed):
        reassign_item(asked, to=daichi(), reassigned_by=rin(), reason="Late.")
