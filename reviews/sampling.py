"""A sample that neither side can steer."""

from __future__ import annotations

import json

from accessmap.models import Entry
from reviews.evidence import verify
from reviews.models import Campaign, Event

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
