"""Which of equally long ways comes first: the one by which most can be done at its end.

Control comes before writing, writing before reading, and reading before what merely
gets there. Whoever becomes a role can do there what the role can.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from accessmap.reach.csr import Bytes, Graph, Ints
from accessmap.reach.kinds import ACCESS
from accessmap.reach.paths import ways
from accessmap.reach.toward import Way
from accessmap.reach.walk import Closed


def strongest_first(
    graph: Graph, starts: Ints, goals: Ints, closed: Closed, most: int = 3
) -> list[Way]:
    """Return up to ``most`` ways, the shortest first; of equals, the strongest."""
    found = ways(graph, starts, goals, closed, most)
    if not found or not found[0]:
        return found
    ends = _Ends.of(graph, goals, closed)
    if len(ends.classes) > 1:
        limit = len(found[-1]) if len(found) == most else None
        stronger = ends.ways(starts, closed, most, limit)
        found = list(dict.fromkeys([*found, *stronger]))
    found.sort(key=lambda way: (len(way), -ends.strength_of(way)))
    return found[:most]


@dataclass(frozen=True, slots=True)
class _Ends:
    """The last steps of all ways, and how much each of them gains."""

    graph: Graph
    goals: Ints
    edges: Ints
    strengths: Bytes

    @classmethod
    def of(cls, graph: Graph, goals: Ints, closed: Closed) -> _Ends:
        edges, sources = closed.leave(graph, *graph.backward.spread(goals))
        edges = edges[~np.isin(sources, goals)]  # a way ends where it first arrives
        return cls(graph, goals, edges, _strengths(graph, edges, closed))

    @property
    def classes(self) -> list[int]:
        """Return the strengths that there are, the greatest first."""
        return [int(each) for each in np.unique(self.strengths)[::-1]]

    def strength_of(self, way: Way) -> int:
        """Return how much a way gains."""
        return int(self.strengths[self.edges == way[-1]].max(initial=0))

    def ways(
        self, starts: Ints, closed: Closed, most: int, limit: int | None
    ) -> Iterator[Way]:
        """Yield the first ways of each class: the shortest may be hidden by others.

        Of the weakest class only what is found without asking for it is of use where
        ``most`` are found already: so it is not looked for.
        """
        for strength in self.classes[:-1] if limit else self.classes:
            # The last step alone tells the class: who stands before it may be the start
            # itself, or be passed on a longer way.
            shut = np.zeros(len(self.graph.kinds), dtype=np.bool_)
            shut[self.edges[self.strengths != strength]] = True
            only = replace(closed, shut=shut)
            yield from ways(self.graph, starts, self.goals, only, most, limit=limit)


def _strengths(graph: Graph, edges: Ints, closed: Closed) -> Bytes:
    """Return of each edge the most that can be done by it, or by who it leads to."""
    own = _of_kinds(graph.kinds[edges])
    targets = graph.targets[edges]
    leading = np.unique(targets[own == 0])
    onward, _ends = closed.leave(graph, *graph.forward.spread(leading))
    held = np.zeros(graph.node_count, dtype=np.uint8)
    np.maximum.at(held, graph.sources[onward], _of_kinds(graph.kinds[onward]))
    return np.where(own > 0, own, held[targets])


def _of_kinds(kinds: Bytes) -> Bytes:
    # The numbers of kinds of access rise with what can be done.
    return np.where(np.isin(kinds, ACCESS), kinds, 0).astype(np.uint8)
