"""Identical grants at once: what was listed, nothing else, all or none."""

from __future__ import annotations

import pytest

from accessmap.models import Grant
from accessmap.policy.kinds import Verdict as Says
from accessmap.policy.kinds import Zone
from reviews.errors import NotAlike, NotYourItem, ReasonRequired, TermsMissing
from reviews.lifecycle import ItemState, Origin, Verdict
from reviews.models import Campaign, Decision, ReviewItem
from reviews.operations.decide_items import decide_items, identical
from tests.reviews.story import aiko, campaign, confirm, grants, rin
from tests.rows import end_grant

pytestmark = pytest.mark.django_db


def four_alike_and_one_other() -> Campaign:
    grants(4)
    grants(1, verdict=Says.IN_ORG, zone=Zone.ORGANIZATION)
    return campaign(0)


def first(found: Campaign) -> ReviewItem:
    return found.items.filter(verdict=Says.EXTERNAL).order_by("number")[0]


def everything(found: Campaign) -> list[int]:
    return list(found.items.values_list("number", flat=True))


def test_the_same_words_of_four_roles_are_identical() -> None:
    found = four_alike_and_one_other()
    assert identical(first(found)).count() == 4


def test_all_of_them_get_a_record_of_their_own_that_says_how_many() -> None:
    found = four_alike_and_one_other()
    asked = first(found)
    alike = [each.number for each in identical(asked)]
    batch = decide_items(asked, reviewer=rin(), numbers=alike, verdict=Verdict.CONFIRM)
    assert len(batch.decided) == 4
    assert not batch.dropped
    assert {each.batch_size for each in Decision.objects.all()} == {4}
    assert {each.origin for each in Decision.objects.all()} == {Origin.BULK}
    assert len({each.shown_sha256 for each in Decision.objects.all()}) == 4


def test_what_differs_drops_out_to_be_decided_alone() -> None:
    found = four_alike_and_one_other()
    batch = decide_items(
        first(found), reviewer=rin(), numbers=everything(found), verdict=Verdict.CONFIRM
    )
    assert len(batch.decided) == 4
    (other,) = batch.dropped
    assert found.items.get(number=other).state == ItemState.OPEN


def test_what_ended_or_was_decided_meanwhile_drops_out() -> None:
    found = four_alike_and_one_other()
    asked, ended, decided, left = identical(first(found))
    end_grant(Grant.objects.get(pk=ended.grant_id))
    confirm(decided)
    numbers = [each.number for each in (asked, ended, decided, left)]
    batch = decide_items(
        asked, reviewer=rin(), numbers=numbers, verdict=Verdict.CONFIRM
    )
    assert {each.item_id for each in batch.decided} == {asked.pk, left.pk}
    assert batch.dropped == sorted([ended.number, decided.number])


def test_nothing_is_decided_that_was_not_listed() -> None:
    found = four_alike_and_one_other()
    asked, other, *_rest = identical(first(found))
    decide_items(
        asked,
        reviewer=rin(),
        numbers=[asked.number, other.number],
        verdict=Verdict.REVOKE,
        reason="Unused.",
    )
    assert found.items.revoked().count() == 2


def test_an_empty_list_decides_nothing() -> None:
    found = four_alike_and_one_other()
    with pytest.raises(TermsMissing):
        decide_items(
            first(found), reviewer=rin(), numbers=[], verdict=Verdict.REVOKE, reason="?"
        )
    assert not Decision.objects.exists()


def test_it_asks_for_a_reason_as_for_one() -> None:
    found = four_alike_and_one_other()
    with pytest.raises(ReasonRequired):
        decide_items(
            first(found), reviewer=rin(), numbers=[1, 2], verdict=Verdict.REVOKE
        )


def test_it_refuses_somebody_who_is_not_asked() -> None:
    found = four_alike_and_one_other()
    with pytest.raises(NotYourItem):
        decide_items(
            first(found), reviewer=aiko(), numbers=[1], verdict=Verdict.CONFIRM
        )


def test_it_refuses_when_the_one_that_was_read_is_decided_already() -> None:
    found = four_alike_and_one_other()
    asked = first(found)
    numbers = [each.number for each in identical(asked)]
    confirm(asked)
    with pytest.raises(NotAlike):
        decide_items(asked, reviewer=rin(), numbers=numbers, verdict=Verdict.CONFIRM)
