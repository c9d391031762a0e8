"""Reduce, ask for an exception, take back, give back: what each needs and does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accessmap.models import User
from reviews.errors import (
    NotAllowed,
    NothingToApprove,
    NotYourItem,
    ReasonRequired,
    SecondPersonNeeded,
    StillUndecided,
    TermsMissing,
)
from reviews.lifecycle import CampaignState, ItemState, Reduction, Rule, Verdict
from reviews.models import Campaign, Decision, Exemption, ExemptionAnswer, ReviewItem
from reviews.operations.answer_exception import answer_exception
from reviews.operations.close_campaign import close_campaign
from reviews.operations.decide_item import decide_item
from reviews.operations.except_removal import except_removal
from reviews.operations.return_item import return_item
from reviews.operations.verify_removals import verify_removals
from tests.reviews.story import (
    aiko,
    ask_exception,
    campaign,
    confirm,
    item,
    ken,
    later_crawl,
    revoke,
    rin,
)
from tests.rows import end_grant

pytestmark = pytest.mark.django_db


def reduce(of: ReviewItem, **more: Any) -> Decision:
    fields = {"reason": "It reads one bucket.", "reduce_to": Reduction.USED, **more}
    return decide_item(of, reviewer=rin(), verdict=Verdict.REDUCE, **fields)


def state(of: ReviewItem) -> str:
    of.refresh_from_db()
    return of.state


@pytest.mark.parametrize("to", [each for each in Reduction if each])
def test_to_reduce_is_a_promise_to_become_narrower(to: Reduction) -> None:
    asked = item()
    assert reduce(asked, reduce_to=to).reduce_to == to
    assert state(asked) == ItemState.REDUCED
    assert asked in ReviewItem.objects.outstanding()


def test_it_refuses_to_reduce_to_nothing_in_particular() -> None:
    with pytest.raises(TermsMissing, match="what it is to be reduced to"):
        reduce(item(), reduce_to=Reduction.NONE)


def test_it_refuses_a_confirmation_that_reduces() -> None:
    with pytest.raises(TermsMissing):
        confirm(item(), reduce_to=Reduction.MFA)


def test_a_reduced_grant_is_seen_to_be_gone_like_a_revoked_one() -> None:
    asked = item()
    reduce(asked)
    close_campaign(asked.campaign, closed_by=aiko())
    end_grant(asked.grant, crawl=later_crawl())
    later_crawl()
    verify_removals()
    asked.refresh_from_db()
    assert asked.removal == "removed"
    asked.campaign.refresh_from_db()
    assert asked.campaign.state == CampaignState.CLOSED


def test_an_exception_waits_for_a_second_person() -> None:
    asked = item()
    ask_exception(asked)
    assert state(asked) == ItemState.AWAITING
    with pytest.raises(StillUndecided):
        close_campaign(asked.campaign, closed_by=aiko())


def test_a_second_person_puts_it_into_the_register_with_its_end() -> None:
    asked = item()
    ask_exception(asked)
    answer_exception(Exemption.objects.get(), answered_by=aiko(), is_approved=True)
    assert state(asked) == ItemState.EXCEPTED
    assert asked.excepted_until == timezone.localdate() + timedelta(days=30)
    close_campaign(asked.campaign, closed_by=aiko())
    assert list(ReviewItem.objects.excepted()) == [asked]


def test_who_asked_cannot_approve_and_the_database_agrees() -> None:
    asked = item()
    ask_exception(asked)
    found = Exemption.objects.get()
    person = rin()
    person.role = "analyst"
    person.save()
    with pytest.raises(SecondPersonNeeded):
        answer_exception(found, answered_by=person, is_approved=True)
    with pytest.raises(IntegrityError, match="Another person"), transaction.atomic():
        ExemptionAnswer.objects.create(
            exemption=found,
            answered_by=person,
            answered_at=timezone.now(),
            is_approved=True,
        )


def test_a_reviewer_approves_no_exception() -> None:
    ask_exception(item())
    other = ken()
    other.role = "reviewer"
    other.save()
    with pytest.raises(NotAllowed):
        answer_exception(Exemption.objects.get(), answered_by=other, is_approved=True)


def test_a_refused_exception_is_asked_anew_and_all_of_it_stays() -> None:
    asked = item()
    ask_exception(asked)
    found = Exemption.objects.get()
    with pytest.raises(ReasonRequired):
        answer_exception(found, answered_by=aiko(), is_approved=False)
    answer_exception(found, answered_by=aiko(), is_approved=False, reason="Too long.")
    assert state(asked) == ItemState.OPEN
    revoke(asked, reason="Then it goes.")
    assert asked.decisions.count() == 2
    assert ExemptionAnswer.objects.get().reason == "Too long."


def test_an_exception_that_was_changed_meanwhile_is_not_approved() -> None:
    asked = item()
    ask_exception(asked)
    revoke(asked, reason="We found another way.")
    with pytest.raises(NothingToApprove):
        answer_exception(Exemption.objects.get(), answered_by=aiko(), is_approved=True)


@pytest.mark.parametrize(
    ("lacks", "sentence"),
    [
        ({"control": " "}, "compensating control"),
        ({"expires_on": None}, "until when"),
        ({"expires_on": timezone.localdate()}, "until when"),
        ({"expires_on": timezone.localdate() + timedelta(days=91)}, "90 days at most"),
    ],
)
def test_it_refuses_an_exception_that_lacks(
    lacks: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(TermsMissing, match=sentence):
        ask_exception(item(), **lacks)


def test_it_refuses_an_exception_without_a_reason() -> None:
    with pytest.raises(ReasonRequired):
        ask_exception(item(), reason="")


def test_a_decision_is_taken_back_with_a_reason_and_stays() -> None:
    asked = item()
    confirm(asked)
    with pytest.raises(ReasonRequired):
        decide_item(asked, reviewer=rin(), verdict=Verdict.WITHDRAW)
    decide_item(asked, reviewer=rin(), verdict=Verdict.WITHDRAW, reason="Wrong one.")
    assert state(asked) == ItemState.OPEN
    assert asked.decisions.count() == 2


def test_nothing_is_taken_back_that_was_not_decided() -> None:
    with pytest.raises(NotAllowed, match="taken back"):
        decide_item(item(), reviewer=rin(), verdict=Verdict.WITHDRAW, reason="Oh.")


def test_not_mine_goes_to_the_next_by_rule_with_its_reason() -> None:
    asked = item()
    return_item(asked, returned_by=rin(), reason="It moved to the data team.")
    asked.refresh_from_db()
    assert (asked.reviewer, asked.resolved_by) == (aiko(), Rule.FALLBACK)
    assert "rin.takeda gave it back" in asked.resolved_from
    assert asked.state == ItemState.OPEN
    event = asked.events.get(kind="item-returned")
    assert event.says["reason"] == "It moved to the data team."


def test_not_mine_goes_to_the_fallback_that_was_named_at_opening() -> None:
    aiko()
    asked = item(fallback=ken())
    return_item(asked, returned_by=rin(), reason="Not mine.")
    asked.refresh_from_db()
    assert (asked.reviewer, asked.resolved_by) == (ken(), Rule.FALLBACK)


def test_a_fallback_who_left_since_is_not_asked_and_hinders_nothing() -> None:
    aiko()
    asked = item(fallback=ken())
    User.objects.filter(pk=ken().pk).update(is_active=False)
    return_item(asked, returned_by=rin(), reason="Not mine.")
    asked.refresh_from_db()
    assert asked.reviewer == aiko()


def test_the_named_fallback_never_changes() -> None:
    found = campaign(fallback=ken())
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Campaign.objects.filter(pk=found.pk).update(fallback=aiko())


def test_nobody_is_asked_again_who_gave_it_back() -> None:
    aiko(), ken()
    asked = item()
    return_item(asked, returned_by=rin(), reason="Not mine.")
    return_item(asked, returned_by=aiko(), reason="Not mine either.")
    asked.refresh_from_db()
    assert asked.reviewer == ken()


def test_it_refuses_to_give_back_without_a_reason_or_what_is_not_asked() -> None:
    asked = item()
    with pytest.raises(ReasonRequired):
        return_item(asked, returned_by=rin(), reason=" ")
    with pytest.raises(NotYourItem):
        return_item(asked, returned_by=aiko(), reason="Mine?")
    confirm(asked)
    with pytest.raises(NotYourItem):
        return_item(asked, returned_by=rin(), reason="Too late.")


def excepted_promise() -> ReviewItem:
    asked = item()
    revoke(asked)
    close_campaign(asked.campaign, closed_by=aiko())
    except_removal(
        asked,
        requested_by=aiko(),
        reason="The vendor's contract runs.",
        control="The key is rotated weekly.",
        expires_on=timezone.localdate() + timedelta(days=7),
    )
    return asked


def test_a_promise_that_cannot_be_kept_closes_only_by_an_approved_exception() -> None:
    asked = excepted_promise()
    later_crawl()
    verify_removals()
    asked.campaign.refresh_from_db()
    assert asked.campaign.state == CampaignState.VERIFYING
    answer_exception(Exemption.objects.get(), answered_by=ken(), is_approved=True)
    later_crawl()
    verify_removals()
    asked.campaign.refresh_from_db()
    assert asked.campaign.state == CampaignState.CLOSED
    assert state(asked) == ItemState.REVOKED


def test_a_removal_is_excepted_only_while_it_is_outstanding() -> None:
    asked = item()
    revoke(asked)
    with pytest.raises(NothingToApprove):
        except_removal(asked, requested_by=aiko(), reason="Early.")


def test_a_campaign_of_one_grant_has_one_item() -> None:
    found = campaign()
    assert (found.grant_count, found.population_count, found.observed_count) == (
        1,
        1,
        1,
    )
