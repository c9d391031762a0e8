"""A sample that neither side can steer, and the trail of one item in it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from accessmap.models import Entry
from reviews.evidence import verify
from reviews.models import Campaign, Decision, Event, ReviewItem, Verification

MOST = 200  # items; more is read in the workbook
USUAL = 25


def population_of(campaign: Campaign) -> tuple[str, int]:
    """Return root and size of the population, as the ledger took them at opening."""
    opened = Event.objects.get(campaign=campaign, kind="campaign-opened")
    body = json.loads(Entry.objects.get(sequence=opened.sequence).body)
    return str(body["says"]["population_root"]), campaign.population_count


def drawn(campaign: Campaign, count: int, nonce: str) -> list[int]:
    """Return the numbers that ``verify.py --draw`` draws from the bundle."""
    root, size = population_of(campaign)
    trees = {"population.jsonl": {"root": root, "size": size}}
    return verify.draw({"predicate": {"trees": trees}}, count, nonce)


@dataclass(frozen=True, slots=True)
class Trail:
    """One item from policy to decision to removal."""

    item: ReviewItem
    decisions: Sequence[Decision]
    looks: Sequence[Verification]
    acts: Sequence[Event]


def trail(item: ReviewItem) -> Trail:
    """Return what happened to an item, oldest first."""
    decisions = item.decisions.select_related(
        "reviewer", "exemption__answer__answered_by", "carried_from__item"
    )
    together = Event.objects.filter(campaign=item.campaign_id, kind="campaign-opened")
    own = Event.objects.filter(item=item).exclude(kind="evidence-read")
    acts = (own | together).select_related("person").order_by("sequence")
    return Trail(
        item=item,
        decisions=list(decisions.order_by("pk")),
        looks=list(item.verifications.select_related("crawl").order_by("pk")),
        acts=list(acts),
    )
