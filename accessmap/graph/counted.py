"""What a map is of, grant by grant: its legend counts these, drawn or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Set
from typing import Any

from accessmap.graph.bundles import Bundle


def counted(edges: Iterable[Bundle], drawn: Set[str]) -> dict[str, Any]:
    """Count the grants of all ``edges``, and those in accounts that are not drawn.

    A picture of a large organization draws few of its edges, and whoever has left, or
    whose unit is not known, may have no place on it; the list behind each number has
    them all.
    """
    held: Counter[str] = Counter()
    changes: Counter[str] = Counter()
    blocked = absent = 0
    nowhere = set()
    for edge in edges:
        held.update(edge.held)
        changes.update(edge.changes)
        blocked += sum(edge.blocked.values())
        if edge.target not in drawn:
            absent += edge.count
            nowhere.add(edge.target)
    return {
        "held": dict(held),
        "blocked": blocked,
        "absent": absent,
        "absent_in": sorted(nowhere),
        "changes": dict(changes),
    }
