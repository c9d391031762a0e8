"""What an act binds: digests of the rows it made, for which the ledger vouches."""

from __future__ import annotations

from collections.abc import Mapping

from reviews.evidence.rows import decision_digest, decisions_root, population_root
from reviews.models import Campaign, Decision


def bound(
    kind: str, campaign: Campaign | None, says: Mapping[str, object]
) -> dict[str, object]:
    """Return the digests to add to what an act says."""
    if kind == "campaign-opened" and campaign:
        return {"population_root": population_root(campaign)}
    # Closing may write decisions by itself; and by then all of them are there.
    if kind == "campaign-closed" and campaign:
        return {"decisions_root": decisions_root(campaign)}
    if isinstance(made := says.get("decision"), int):
        row = Decision.objects.select_related("item").get(pk=made)
        return {"decision_sha256": decision_digest(row)}
    return {}
