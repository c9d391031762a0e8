"""Decide about identical grants at once: all of them, and nothing but them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accessmap.models import User
from reviews.clearance import Cleared, told
from reviews.conflicts import Conflicts
from reviews.deciding import refuse_conflict, refuse_ineligible
from reviews.errors import InConflict, NotAlike, NotAllowed, TermsMissing
from reviews.evidence.ledger import record
from reviews.lifecycle import BECOMES, ItemState, Origin, Risk, Verdict
from reviews.models import Decision, ReviewItem
from reviews.models.item import ReviewItemQuerySet
from reviews.operations.locking import open_item_held
from reviews.shown import sha256, shown_text
from reviews.terms import Said, Terms

AT_ONCE = frozenset({Verdict.CONFIRM, Verdict.REVOKE, Verdict.REDUCE})


@dataclass(frozen=True, slots=True)
class Batch:
    """What was decided at once, and what dropped out to be decided alone."""

    decided: list[Decision]
    dropped: list[int]  # numbers of items that differ, or ended meanwhile


@transaction.atomic
def decide_items(
    item: ReviewItem,
    *,
    reviewer: User,
    numbers: Sequence[int],
    verdict: Verdict,
    language: str = "en",
    **said: Unpack[Said],
) -> Batch:
    """Record one verdict on ``item`` and on those of ``numbers`` that are identical.

    ``numbers`` are the items that the page listed: nothing is decided that was not
    listed, and what no longer says the same as ``item`` drops out. The rest is decided
    in one transaction: all, or none.
    """
    campaign, item = open_item_held(item)
    terms, conflicts = Terms.of(said), Conflicts()
    refuse_ineligible(item, reviewer, before=item.effective, conflicts=conflicts)
    if verdict not in AT_ONCE:
        raise NotAllowed(_("Exceptions are asked for one by one."))
    if item.number not in numbers:
        raise TermsMissing(_("The list does not hold the grant that you read."))
    terms.refuse_incomplete(verdict, exception_days=campaign.exception_days)
    terms.refuse_silent(verdict, risk=Risk(item.risk), is_change=False)
    cleared = _alike(item, numbers, conflicts)
    chosen = [each for each, _ground in cleared]
    decisions = Decision.objects.bulk_create(
        [_decision(each, len(chosen), verdict, language, terms) for each in chosen],
        batch_size=200,
    )
    for start in range(0, len(chosen), 500):
        keys = [each.pk for each in chosen[start : start + 500]]
        ReviewItem.objects.filter(pk__in=keys).update(state=BECOMES[verdict])
    done = {each.number for each in chosen}
    record(
        "items-decided",
        by=reviewer,
        campaign=campaign,
        numbers=sorted(done),
        decisions=[each.pk for each in decisions],
        verdict=verdict.value,
        cleared=told(cleared),
    )
    return Batch(decisions, sorted(set(numbers) - done))


def _alike(
    item: ReviewItem, numbers: Sequence[int], conflicts: Conflicts
) -> list[Cleared]:
    """Return the open items of ``numbers`` that are what ``item`` is, and may be."""
    alike = identical(item).filter(number__in=numbers)
    related = alike.select_related("grant__resource", "reviewer")
    chosen = [
        found for each in related for found in _cleared(each, item.reviewer, conflicts)
    ]
    if item.pk not in {each.pk for each, _ground in chosen}:
        raise NotAlike(
            ngettext(
                "This is decided or has ended meanwhile. Nothing was saved.",
                "These are decided or have ended meanwhile. Nothing was saved.",
                len(numbers),
            )
        )
    return chosen


def identical(item: ReviewItem) -> ReviewItemQuerySet:
    """Return the undecided items that say exactly what ``item`` says, itself too."""
    alike = item.campaign.items.open().asked_of(item.reviewer)
    if not item.likeness:
        return alike.filter(pk=item.pk)
    return alike.filter(
        likeness=item.likeness, decisions=None, grant__ended_at=None
    ).order_by("number")


def _cleared(
    item: ReviewItem, reviewer: User, conflicts: Conflicts
) -> Iterator[Cleared]:
    """Yield the item with the ground on which it may be decided, if there is one."""
    if item.state != ItemState.OPEN:
        return
    with suppress(InConflict):
        yield item, refuse_conflict(item, reviewer, conflicts)


def _decision(
    item: ReviewItem, size: int, verdict: Verdict, language: str, terms: Terms
) -> Decision:
    text = shown_text(item, language)
    return Decision(
        item=item,
        fingerprint=item.fingerprint,
        reviewer_id=item.reviewer_id,
        verdict=verdict,
        reason=terms.reason,
        purpose=terms.purpose,
        ticket=terms.ticket,
        reduce_to=terms.reduce_to,
        origin=Origin.BULK if size > 1 else Origin.ANSWER,
        batch_size=size,
        language=language,
        shown=text,
        shown_sha256=sha256(text),
        decided_at=timezone.now(),
    )
