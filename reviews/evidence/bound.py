"""What an act binds: digests of the rows it made, for which the ledger vouches."""

from __future__ import annotations

from collections.abc import Mapping

from reviews.evidence.rows import (
    decision_digest,
    decisions_root,
    exclusions_root,
)
from reviews.lifecycle import Origin
from reviews.models import Campaign, Decision


def bound(
    kind: str, campaign: Campaign | None, says: Mapping[str, object]
) -> dict[str, object]:
    """Return the digests to add to what an act says.

    An opening knows the root of its population already, from the rows it wrote.
    """
    if kind == "campaign-opened" and campaign:
        return {"exclusions_root": exclusions_root(campaign)}
    # Closing may write decisions by itself; and by then all of them are there.
    if kind == "campaign-closed" and campaign:
        return {"decisions_root": decisions_root(campaign)}
    if kind == "items-carried" and campaign:
        return {"carried_root": decisions_root(campaign, origin=Origin.CARRIED)}
    if isinstance(many := says.get("decisions"), list):
        rows = Decision.objects.filter(pk__in=many).select_related("item")
        return {"decisions_sha256": [decision_digest(each) for each in rows]}
    if isinstance(made := says.get("decision"), int):
        row = Decision.objects.select_related("item").get(pk=made)
        return {"decision_sha256": decision_digest(row)}
    return {}
