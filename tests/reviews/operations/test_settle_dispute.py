"""Both sides are asked; one no, or a disagreement, goes to security."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from reviews.disputes import disputes
from reviews.errors import (
    AlreadySettled,
    NotAllowed,
    NothingToSettle,
    SecondPersonNeeded,
    StillDisputed,
)
from reviews.lifecycle import AtDeadline, ItemState, Origin, Verdict
from reviews.models import ReviewItem
from reviews.operations.apply_deadlines import apply_deadlines
from reviews.operations.close_campaign import close_campaign
from reviews.operations.decide_item import decide_item
from reviews.operations.open_campaign import Policy
from reviews.operations.settle_dispute import settle_dispute
from tests.reviews.dying import TOO_LATE
from tests.reviews.story import (
    aiko,
    campaign,
    confirm,
    daichi,
    ken,
    revoke,
    rin,
    two_sided,
    two_sided_grant,
)

KEEPS = {
    "at_due_high": AtDeadline.KEEP,
    "at_due_medium": AtDeadline.KEEP,
    "at_due_low": AtDeadline.KEEP,
}
pytestmark = pytest.mark.django_db


def disagreement() -> tuple[ReviewItem, ReviewItem]:
    granting, using = two_sided()
    confirm(granting)
    decide_item(using, reviewer=daichi(), verdict=Verdict.REVOKE, reason="Unneeded.")
    return granting, using


def test_both_sides_are_asked_each_its_own_question() -> None:
    granting, using = two_sided()
    assert (granting.reviewer, using.reviewer) == (rin(), daichi())
    assert granting.grant == using.grant
    assert granting.campaign.grant_count == 1
    assert granting.campaign.population_count == 2


def test_who_owns_both_sides_is_asked_once() -> None:
    two_sided_grant()
    type(daichi()).objects.filter(pk=daichi().pk).update(is_active=False)
    assert campaign(0).population_count == 1


def test_a_campaign_may_ask_one_side_only() -> None:
    two_sided_grant()
    assert campaign(0, policy=Policy(is_two_sided=False)).population_count == 1


def test_agreement_needs_nobody() -> None:
    granting, using = two_sided()
    confirm(granting)
    decide_item(using, reviewer=daichi(), verdict=Verdict.CONFIRM)
    assert not list(disputes(granting.campaign))
    close_campaign(granting.campaign, closed_by=aiko())


def test_one_no_goes_to_security_before_the_other_has_answered() -> None:
    granting, _using = two_sided()
    revoke(granting)
    (found,) = disputes(granting.campaign)
    assert not found.is_answered


def test_one_no_stays_with_security_when_the_other_was_not_heard_in_time() -> None:
    granting, using = two_sided(policy=Policy(**KEEPS))
    revoke(granting)
    apply_deadlines(TOO_LATE)
    using.refresh_from_db()
    assert using.state == ItemState.UNDECIDED
    (found,) = disputes(granting.campaign)
    assert not found.is_answered
    settle_dispute(granting, settled_by=ken(), verdict=Verdict.REVOKE, reason="So.")
    assert not list(disputes(granting.campaign))


def test_a_disagreement_stops_the_close_until_it_is_settled() -> None:
    granting, using = disagreement()
    with pytest.raises(StillDisputed, match="two sides"):
        close_campaign(granting.campaign, closed_by=aiko())
    settle_dispute(
        using, settled_by=ken(), verdict=Verdict.REVOKE, reason="Nobody uses it."
    )
    for each in (granting, using):
        each.refresh_from_db()
        assert each.state == ItemState.REVOKED
        assert each.effective.origin == Origin.RULING
        assert each.decisions.count() == 2
    close_campaign(granting.campaign, closed_by=aiko())


def test_a_ruling_is_not_overwritten_by_a_side() -> None:
    granting, _using = disagreement()
    settle_dispute(
        granting, settled_by=ken(), verdict=Verdict.REVOKE, reason="Nobody uses it."
    )
    with pytest.raises(AlreadySettled, match="Ken Abe settled it"):
        confirm(granting, reason="But I want it.")


def test_it_refuses_a_ruling_where_nobody_disagrees() -> None:
    granting, _using = two_sided()
    with pytest.raises(NothingToSettle):
        settle_dispute(granting, settled_by=ken(), verdict=Verdict.CONFIRM, reason="?")


def test_it_refuses_a_ruling_by_one_of_the_sides() -> None:
    granting, _using = disagreement()
    person = rin()
    person.role = "analyst"
    person.save()
    with pytest.raises(SecondPersonNeeded):
        settle_dispute(granting, settled_by=person, verdict=Verdict.CONFIRM, reason="I")
    own = granting.effective
    own.supersedes_id, own.pk, own.origin, own.reason = own.pk, None, "ruling", "Mine."
    with pytest.raises(IntegrityError, match="took no side"), transaction.atomic():
        own.save(force_insert=True)


def test_it_refuses_a_ruling_by_a_reviewer_or_one_that_asks_for_an_exception() -> None:
    granting, _using = disagreement()
    with pytest.raises(NotAllowed):
        settle_dispute(
            granting, settled_by=ken(), verdict=Verdict.EXCEPTION, reason="Hm."
        )
