"""One item from policy to decision to removal, as an auditor follows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accessmap.models import Document
from reviews.evidence.remediation import policy_after
from reviews.models import (
    ConflictOverride,
    Decision,
    Event,
    Exemption,
    ReviewItem,
    SecondAnswer,
    Verification,
)
from reviews.statement import Line, difference, statement_text

READING = ("evidence-read", "evidence-exported")  # no part of what was decided


@dataclass(frozen=True, slots=True)
class Removed:
    """What stood where the grant was, once it was seen gone."""

    document: Document | None  # None: the policy itself is gone
    changes: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Trail:
    """One item from policy to decision to removal."""

    item: ReviewItem
    policy: str
    decisions: Sequence[Decision]
    overrides: Sequence[ConflictOverride]
    exemptions: Sequence[Exemption]
    second_answer: SecondAnswer | None
    looks: Sequence[Verification]
    removed: Removed | None
    acts: Sequence[Event]


def trail(item: ReviewItem) -> Trail:
    """Return what happened to an item, oldest first."""
    decisions = item.decisions.select_related("reviewer", "carried_from__item")
    exemptions = Exemption.objects.filter(item=item).select_related(
        "requested_by", "answer__answered_by"
    )
    together = Event.objects.filter(campaign=item.campaign_id, kind="campaign-opened")
    own = Event.objects.filter(item=item).exclude(kind__in=READING)
    acts = (own | together).select_related("person").order_by("sequence")
    looks = item.verifications.select_related("crawl", "item__grant__snapshot")
    seen = list(looks.order_by("pk"))
    return Trail(
        item=item,
        policy=statement_text(item.document.text, ()),
        decisions=list(decisions.order_by("pk")),
        overrides=list(item.overrides.select_related("person", "granted_by")),
        exemptions=list(exemptions),
        second_answer=_second_answer(item),
        looks=seen,
        removed=_removed(item, seen[-1]) if seen else None,
        acts=list(acts),
    )


def _second_answer(item: ReviewItem) -> SecondAnswer | None:
    """Return what a second person said who did not see the first decision."""
    found = SecondAnswer.objects.filter(look__item=item)
    return found.select_related("answered_by").first()


def _removed(item: ReviewItem, newest: Verification) -> Removed | None:
    """Return the policy as it was read when the grant was seen removed, if it was."""
    sha256 = policy_after(newest)
    if sha256 is None:
        return None
    document = Document.objects.filter(sha256=sha256).first()
    after = statement_text(document.text, ()) if document else ""
    before = statement_text(item.document.text, ())
    return Removed(document, list(difference(before, after)))
