"""Walking the graph: how far one comes, and the shortest way between two sets.

Frontiers are arrays, so a step costs a few calls however wide it is.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from accessmap.reach.csr import Graph, Ints, Mask, Rows
from accessmap.reach.kinds import EdgeKind


@dataclass(frozen=True, slots=True)
class Closed:
    """What a walk must not use. ``kinds`` has True for each kind that is switched off.

    ``nodes`` and ``edges`` are short lists, for ways that must differ from others.
    """

    kinds: Mask | None = None
    nodes: tuple[int, ...] = ()
    edges: tuple[int, ...] = ()

    def leave(self, graph: Graph, edges: Ints, ends: Ints) -> tuple[Ints, Ints]:
        """Return those of ``edges`` that may be used, with their ends."""
        keep: Mask | None = None
        if self.kinds is not None:
            keep = ~self.kinds[graph.kinds[edges]]
        for few, of in ((self.nodes, ends), (self.edges, edges)):
            for each in few:
                other = of != each
                keep = other if keep is None else keep & other
        return (edges, ends) if keep is None else (edges[keep], ends[keep])

    def outside(self, nodes: Ints) -> Ints:
        """Return those of a few ``nodes`` that may be used."""
        left = [each for each in nodes.tolist() if each not in self.nodes]
        return nodes if len(left) == len(nodes) else np.array(left, dtype=np.int32)


OPEN = Closed()


def without(kinds: Sequence[EdgeKind]) -> Closed:
    """Return a walk's limits with ``kinds`` switched off."""
    if not kinds:
        return OPEN
    off = np.zeros(len(EdgeKind), dtype=np.bool_)
    off[list(kinds)] = True
    return Closed(off)


def distances(
    graph: Graph, rows: Rows, starts: Ints, closed: Closed = OPEN, limit: int = 0
) -> list[Ints]:
    """Return the nodes by steps from ``starts``: the first list holds those alone.

    ``rows`` says which way: forward, what they reach; backward, who reaches them.
    ``limit`` is how many steps at most; 0 is any number.
    """
    seen = np.zeros(graph.node_count, dtype=np.bool_)
    wave = np.unique(starts).astype(np.int32)
    seen[wave] = True
    waves = [wave]
    while len(wave) and (not limit or len(waves) <= limit):
        _edges, ends = closed.leave(graph, *_out_of(graph, rows, wave))
        wave = _fresh(seen, ends)
        if len(wave):
            waves.append(wave)
    return waves


def _out_of(graph: Graph, rows: Rows, wave: Ints) -> tuple[Ints, Ints]:
    """Return the edges out of a wave; of a very wide one by looking at every edge."""
    if len(wave) * 4 < graph.node_count:
        return rows.spread(wave)
    near, far = graph.sources, graph.targets
    if rows is graph.backward:
        near, far = far, near
    mask = np.zeros(graph.node_count, dtype=np.bool_)
    mask[wave] = True
    edges = np.flatnonzero(mask[near]).astype(np.int32)
    return edges, far[edges]


def _fresh(seen: Mask, ends: Ints) -> Ints:
    """Mark ``ends`` as seen and return those that were not, once each."""
    if len(ends) * 16 > len(seen):
        # Very many: marking a mask is quicker than sorting.
        mask = np.zeros(len(seen), dtype=np.bool_)
        mask[ends] = True
        mask &= ~seen
        new = np.flatnonzero(mask).astype(np.int32)
    else:
        new = np.unique(ends[~seen[ends]])
    seen[new] = True
    return new


class _Slates(threading.local):
    """Arrays of zeros, one number for each node, that a thread uses again.

    A search meets a few thousand nodes: to wipe those is quicker than to get four
    megabytes of zeros for each end of it.
    """

    def __init__(self) -> None:
        self.clean: list[Ints] = []

    def take(self, count: int) -> Ints:
        """Return zeros; those of another graph are dropped."""
        while self.clean:
            if len(found := self.clean.pop()) == count:
                return found
        return np.zeros(count, dtype=np.int32)


_SLATES = _Slates()


class _Side:
    """One end of a search from both: its wave, and by which edge each node was met."""

    def __init__(self, graph: Graph, rows: Rows, starts: Ints) -> None:
        self.graph, self.rows = graph, rows
        # Zero is not met, -1 a start, else the edge's number and one more.
        self.by = _SLATES.take(graph.node_count)
        self.wave = np.unique(starts).astype(np.int32)
        self.by[self.wave] = -1
        self.met = [self.wave]

    def wipe(self) -> None:
        """Leave the slate as it was; whoever fails before drops it."""
        for wave in self.met:
            self.by[wave] = 0
        _SLATES.clean.append(self.by)

    def cost(self) -> int:
        """Return how many edges the next step looks at."""
        starts = self.rows.starts
        return int((starts[self.wave + 1] - starts[self.wave]).sum())

    def step(self, closed: Closed) -> Ints:
        """Go one step on; return the nodes that are new."""
        edges, ends = closed.leave(self.graph, *self.rows.spread(self.wave))
        new = self.by[ends] == 0
        edges, ends = edges[new], ends[new]
        # The lowest edge to each node, so that the answer is the same every time.
        self.by[ends[::-1]] = edges[::-1] + 1
        self.wave = ends[self.by[ends] == edges + 1]  # each node once
        self.met.append(self.wave)
        return self.wave

    def trail(self, node: int, far_ends: Ints) -> list[int]:
        """Return the edges from ``node`` back to this side's start."""
        found = []
        while (edge := int(self.by[node])) > 0:
            found.append(edge - 1)
            node = int(far_ends[edge - 1])
        return found


def shortest(
    graph: Graph,
    starts: Ints,
    goals: Ints,
    closed: Closed = OPEN,
    limit: int | None = None,
) -> tuple[int, ...] | None:
    """Return the edges of a shortest way from any start to any goal; None: no way.

    An empty way says that a start is a goal. Of several as short the same is returned
    every time. With a ``limit``, ways of more steps are not looked for.
    """
    if closed.nodes:
        starts, goals = closed.outside(starts), closed.outside(goals)
    ahead = _Side(graph, graph.forward, starts)
    behind = _Side(graph, graph.backward, goals)
    node = _meeting(ahead, behind, closed, limit)
    found: tuple[int, ...] | None = None
    if node is not None:
        first = ahead.trail(node, graph.sources)
        found = (*first[::-1], *behind.trail(node, graph.targets))
    ahead.wipe()
    behind.wipe()
    return found


def _meeting(
    ahead: _Side, behind: _Side, closed: Closed, limit: int | None
) -> int | None:
    """Go on from both ends until they meet; return where, or None."""
    met = ahead.wave[behind.by[ahead.wave] != 0]
    gone = 0
    while not len(met):
        if gone == limit or not len(ahead.wave) or not len(behind.wave):
            return None
        gone += 1
        if ahead.cost() <= behind.cost():
            new, other = ahead.step(closed), behind
        else:
            new, other = behind.step(closed), ahead
        met = new[other.by[new] != 0]
    return int(met.min())
