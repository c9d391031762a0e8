"""That whoever decided was asked and free of conflict then: as the ledger keeps it.

Who owns, writes and may become what moves on after a decision. So the answer is written
down in the decision's own transaction, with how far it could be looked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum

from reviews.looked_for import LookedFor, looked_for
from reviews.models import ReviewItem

Cleared = tuple[ReviewItem, "Clearance"]


class Clearance(StrEnum):
    """Why somebody may decide about an item."""

    NONE_FOUND = "none-found"  # no conflict, as far as it was looked for
    ALLOWED = "allowed"  # in conflict, and a second person allowed it


def told(cleared: Iterable[Cleared]) -> list[dict[str, object]]:
    """Return what an act says of the items that it decides, alike ones together."""
    known: dict[tuple[str, str], LookedFor] = {}
    alike: dict[tuple[str, str, bool, str], list[int]] = defaultdict(list)
    for item, clearance in cleared:
        facts = item.circumstances
        place = facts["principal_kind"], facts["principal_account"]
        if place not in known:
            known[place] = looked_for(facts)
        asked = item.reviewer.get_username()
        is_known = bool(item.is_author_known)
        key = asked, clearance.value, is_known, known[place].value
        alike[key].append(item.number)
    return [
        {
            "items": sorted(numbers),
            "asked": asked,
            "conflict": clearance,
            "is_writer_known": is_known,
            "looked_for": how_far,
        }
        for (asked, clearance, is_known, how_far), numbers in sorted(alike.items())
    ]
