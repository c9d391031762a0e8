"""Ways from one place to another: the shortest, and the next ones that differ."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from accessmap.reach.csr import Graph, Ints
from accessmap.reach.walk import OPEN, Closed, shortest

Way = tuple[int, ...]  # edges, in order


def ways(
    graph: Graph, starts: Ints, goals: Ints, closed: Closed = OPEN, most: int = 3
) -> list[Way]:
    """Return up to ``most`` ways without circles, the shortest first.

    After Yen: each next way leaves an earlier one at some node, and goes on as short as
    it can. https://doi.org/10.1287/mnsc.17.11.712
    """
    first = shortest(graph, starts, goals, closed)
    if first is None:
        return []
    found = [first]
    waiting: list[tuple[int, Way]] = []
    while len(found) < most and found[-1]:
        for way in _spurs(graph, (starts, goals), closed, found):
            entry = (len(way), way)
            if way not in found and entry not in waiting:
                heapq.heappush(waiting, entry)
        if not waiting:
            break
        found.append(heapq.heappop(waiting)[1])
    return found


def _spurs(
    graph: Graph, ends: tuple[Ints, Ints], closed: Closed, found: list[Way]
) -> Iterator[Way]:
    """Yield the shortest ways that leave the last one found, at each of its nodes."""
    starts, goals = ends
    last = found[-1]
    for at in range(len(last)):
        root = last[:at]
        node = int(graph.sources[last[at]])
        taken = {way[at] for way in found if len(way) > at and way[:at] == root}
        passed = tuple(int(graph.sources[edge]) for edge in root)
        # Other starts must not be walked through: they would be shorter ways.
        begin = np.array([node], dtype=np.int32) if at else starts
        rest = shortest(
            graph,
            begin,
            goals,
            replace(closed, nodes=passed, edges=tuple(sorted(taken))),
        )
        if rest is not None:
            yield (*root, *rest)
