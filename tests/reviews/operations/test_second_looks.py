"""A few decisions are made twice, by people who do not see each other's answer."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from accessmap.models import Entry, Role, User
from reviews.errors import (
    AlreadySettled,
    CampaignClosed,
    NotYourItem,
    ReasonRequired,
    SecondPersonNeeded,
    StillDisputed,
)
from reviews.lifecycle import AtClose, Verdict
from reviews.models import Campaign, Event, SecondAnswer, SecondLook
from reviews.operations.answer_second_look import answer_second_look
from reviews.operations.close_campaign import close_campaign
from reviews.operations.draw_second_looks import draw_second_looks
from reviews.operations.open_campaign import Policy
from reviews.operations.reassign_item import reassign_item
from reviews.operations.settle_second_look import settle_second_look
from reviews.second_looks import disagreements, drawn_numbers, is_drawn
from reviews.shown import sha256
from tests.reviews.story import (
    aiko,
    campaign,
    confirm,
    decide_item,
    ken,
    rin,
    two_sided,
)
from tests.rows import make_user

pytestmark = pytest.mark.django_db

ALL = Policy(second_look_percent=100)


def looked_at(**more: object) -> SecondLook:
    """Rin confirmed the one item, and a second person is asked."""
    ken()
    found = campaign(policy=ALL)
    confirm(found.items.get(), **more)
    draw_second_looks()
    return SecondLook.objects.get()


def say(look: SecondLook, verdict: Verdict = Verdict.CONFIRM) -> SecondAnswer:
    return answer_second_look(
        look, answered_by=look.asked, verdict=verdict, reason="I looked."
    )


def another_analyst(look: SecondLook) -> User:
    return aiko() if look.asked == ken() else ken()


def test_about_as_many_are_drawn_as_was_said() -> None:
    drawn = sum(is_drawn("a seed", number, 3) for number in range(1, 20_001))
    assert 500 < drawn < 700
    assert not any(is_drawn("a seed", number, 0) for number in range(1, 1001))
    assert all(is_drawn("a seed", number, 100) for number in range(1, 1001))


def test_what_is_drawn_was_settled_at_opening_and_can_be_drawn_again() -> None:
    found = campaign(3, policy=Policy(second_look_percent=50))
    opened = Event.objects.get(kind="campaign-opened")
    assert opened.says["second_look_seed_sha256"] == sha256(found.second_look_seed)
    assert found.second_look_seed not in Entry.objects.last().body
    close_campaign(found, closed_by=aiko(), at_close=AtClose.KEEP, reason="Now.")
    told = Event.objects.get(kind="campaign-closed").says["second_look_seed"]
    assert drawn_numbers(found) == [n for n in (1, 2, 3) if is_drawn(told, n, 50)]
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Campaign.objects.filter(pk=found.pk).update(second_look_seed="0" * 64)


def test_nothing_is_looked_at_before_it_is_decided_and_then_once() -> None:
    ken()
    found = campaign(2, policy=ALL)
    assert draw_second_looks() == 0
    confirm(found.items.first())
    assert draw_second_looks() == 1
    assert draw_second_looks() == 0


def test_it_is_somebody_who_had_no_part_in_it() -> None:
    look = looked_at()
    assert look.asked in {aiko(), ken()}
    assert look.asked != look.item.reviewer


def test_without_anybody_else_nobody_is_asked() -> None:
    found = campaign(policy=ALL)
    asked = found.items.get()
    type(asked).objects.filter(pk=asked.pk).update(reviewer=aiko())
    asked.refresh_from_db()
    from reviews.operations.decide_item import decide_item

    decide_item(asked, reviewer=aiko(), verdict=Verdict.CONFIRM)
    assert draw_second_looks() == 0


def test_the_ledger_does_not_tell_who_was_drawn_before_they_answer() -> None:
    looked_at()
    told = Event.objects.get(kind="second-looks-drawn")
    assert (told.actor, told.says, told.item) == (
        "system:second-look",
        {"count": 1},
        None,
    )


def test_agreeing_changes_nothing_and_lets_it_close() -> None:
    look = looked_at()
    say(look)
    assert not list(disagreements(look.item.campaign))
    closed = close_campaign(look.item.campaign, closed_by=aiko())
    assert closed.state == "closed"


def test_a_disagreement_goes_to_security_and_holds_up_the_close() -> None:
    look = looked_at()
    say(look, Verdict.REVOKE)
    with pytest.raises(StillDisputed, match="A second look disagrees about 1 item"):
        close_campaign(look.item.campaign, closed_by=aiko())
    ruling = settle_second_look(
        look.item,
        settled_by=another_analyst(look),
        verdict=Verdict.REVOKE,
        reason="The second is right.",
    )
    look.item.refresh_from_db()
    assert (look.item.state, ruling.origin) == ("revoked", "ruling")
    assert not list(disagreements(look.item.campaign))


def test_neither_of_the_two_settles_it() -> None:
    look = looked_at()
    say(look, Verdict.REVOKE)
    with pytest.raises(SecondPersonNeeded):
        settle_second_look(
            look.item, settled_by=look.asked, verdict=Verdict.REVOKE, reason="Me."
        )


def test_nobody_settles_it_who_answered_for_the_other_side() -> None:
    mei = make_user("mei.sakai", Role.ANALYST)
    ken()
    granting, using = two_sided(policy=ALL)
    reassign_item(using, to=mei, reassigned_by=aiko(), reason="He left.")
    decide_item(using, reviewer=mei, verdict=Verdict.CONFIRM, reason="Used.")
    confirm(granting)
    draw_second_looks()
    say(SecondLook.objects.get(item=granting), Verdict.REVOKE)
    with pytest.raises(SecondPersonNeeded, match="one of the sides"):
        settle_second_look(
            granting, settled_by=mei, verdict=Verdict.CONFIRM, reason="It is fine."
        )


def test_only_who_is_asked_answers_once_with_a_reason_and_in_time() -> None:
    look = looked_at()
    with pytest.raises(NotYourItem):
        answer_second_look(
            look, answered_by=rin(), verdict=Verdict.CONFIRM, reason="Mine."
        )
    with pytest.raises(ReasonRequired):
        answer_second_look(
            look, answered_by=look.asked, verdict=Verdict.CONFIRM, reason=" "
        )
    say(look)
    with pytest.raises(AlreadySettled):
        say(look, Verdict.REVOKE)


def test_nobody_answers_after_the_close() -> None:
    look = looked_at()
    close_campaign(look.item.campaign, closed_by=aiko())
    with pytest.raises(CampaignClosed):
        say(look)


def test_the_database_refuses_an_answer_by_anybody_else() -> None:
    look, other = looked_at(), make_user("mei")
    fields = {"verdict": "confirm", "reason": "Mine.", "language": "en"}
    with pytest.raises(IntegrityError, match="Whoever is asked"), transaction.atomic():
        SecondAnswer.objects.create(
            look=look,
            shown_sha256="0" * 64,
            answered_by=other,
            answered_at=look.drawn_at,
            **fields,
        )
