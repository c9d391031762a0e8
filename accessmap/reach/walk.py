"""Walking the graph: how far one comes.

Frontiers are arrays, so a step costs a few calls however wide it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from accessmap.reach.csr import Graph, Ints, Mask, Rows
from accessmap.reach.kinds import EdgeKind


@dataclass(frozen=True, slots=True)
class Closed:
    """What a walk must not use. ``kinds`` has True for each kind that is switched off.

    ``nodes`` and ``edges`` are short lists, for ways that must differ from others;
    ``shut`` has True for each edge of a long one.
    """

    kinds: Mask | None = None
    nodes: tuple[int, ...] = ()
    edges: tuple[int, ...] = ()
    shut: Mask | None = None

    def leave(self, graph: Graph, edges: Ints, ends: Ints) -> tuple[Ints, Ints]:
        """Return those of ``edges`` that may be used, with their ends."""
        keep: Mask | None = None
        if self.kinds is not None:
            keep = ~self.kinds[graph.kinds[edges]]
        if self.shut is not None:
            left = ~self.shut[edges]
            keep = left if keep is None else keep & left
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
