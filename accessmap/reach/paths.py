"""Ways from one place to another: the shortest, and the next ones that differ."""

from __future__ import annotations

import heapq
from collections import deque
from dataclasses import dataclass, field

import numpy as np

from accessmap.reach.csr import Graph, Ints
from accessmap.reach.toward import Toward, Way, toward
from accessmap.reach.walk import OPEN, Closed


def ways(  # noqa: PLR0913
    graph: Graph,
    starts: Ints,
    goals: Ints,
    closed: Closed = OPEN,
    most: int = 3,
    *,
    limit: int | None = None,
) -> list[Way]:
    """Return up to ``most`` ways without circles, the shortest first.

    After Yen: each next way leaves an earlier one at some node, and goes on as short as
    it can. No way that leaves one is shorter than it, so nobody looks where the best
    that waits is as short already. https://doi.org/10.1287/mnsc.17.11.712

    With a ``limit``, ways of more steps are not looked for.
    """
    with toward(graph, goals, closed) as goal:
        return _ways(_Asked(goal, starts), most, limit)


def _ways(asked: _Asked, most: int, limit: int | None) -> list[Way]:
    first = asked.goal.shortest(asked.starts, limit=limit)
    if first is None:
        return []
    found = [first]
    limit = asked.bound(first, most - 1, limit)
    waiting: list[tuple[int, Way]] = []
    unseen = _steps(first)
    while len(found) < most:
        while unseen and not (waiting and waiting[0][0] <= len(unseen[0][0])):
            longest = _longest(waiting, most - len(found), limit)
            way = asked.leaving(*unseen.popleft(), found, longest)
            entry = (len(way), way)
            if way and way not in found and entry not in waiting:
                heapq.heappush(waiting, entry)
        if not waiting:
            break
        found.append(heapq.heappop(waiting)[1])
        unseen.extend(_steps(found[-1]))
    return found


def _steps(way: Way) -> deque[tuple[Way, int]]:
    """Return where a way may be left; near its end that is soon found out."""
    return deque((way, at) for at in reversed(range(len(way))))


def _longest(
    waiting: list[tuple[int, Way]], wanted: int, limit: int | None
) -> int | None:
    """Return how long a way may be to be of use beside those that wait."""
    best = heapq.nsmallest(wanted, waiting)
    return best[-1][0] - 1 if len(best) == wanted else limit


@dataclass(frozen=True, slots=True)
class _Asked:
    goal: Toward
    starts: Ints
    known: dict[tuple[Way, frozenset[int]], Way] = field(default_factory=dict)

    def bound(self, first: Way, wanted: int, limit: int | None) -> int | None:
        """Return how long the last of the next ways can be, as far as is soon known.

        Ways that leave the first near its start are not much longer than it; of those
        that leave it near its end, most are, and need then not be followed.
        """
        near = range(min(wanted, len(first)))
        lengths = [len(self.leaving(first, at, [first], limit)) for at in near]
        return max(lengths) if wanted and wanted == sum(map(bool, lengths)) else limit

    def leaving(self, way: Way, at: int, found: list[Way], longest: int | None) -> Way:
        """Return the shortest way that leaves one ``at`` a step; empty: none does."""
        sources, root = self.goal.graph.sources, way[:at]
        taken = frozenset(e[at] for e in found if len(e) > at and e[:at] == root)
        if way_known := self.known.get((root, taken)):
            return way_known if longest is None or len(way_known) <= longest else ()
        passed = [int(sources[edge]) for edge in root]
        # Other starts must not be walked through: they would be shorter ways.
        node = np.array([int(sources[way[at]])], dtype=np.int32)
        steps = None if longest is None else longest - at
        begin = node if at else self.starts
        rest = self.goal.shortest(begin, passed, sorted(taken), steps)
        if rest is None:
            return ()
        self.known[root, taken] = (*root, *rest)
        return (*root, *rest)
