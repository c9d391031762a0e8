"""A graph as three arrays, forward and backward: compressed sparse rows.

Edges are numbered in the order of the forward rows; whatever is known of an edge stands
in an array at that number.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Rows:
    """The neighbours of each node: ``ends[starts[n]:starts[n + 1]]``.

    ``edges`` gives the number of each; None: it is the place itself.
    """

    starts: Ints
    ends: Ints
    edges: Ints | None = None

    def spread(self, nodes: Ints) -> tuple[Ints, Ints]:
        """Return the edges that leave ``nodes``, by number, and where they end."""
        begin = self.starts[nodes]
        counts = self.starts[nodes + 1] - begin
        total = int(counts.sum())
        if not total:
            return _NONE, _NONE
        offsets = np.repeat(begin - np.cumsum(counts) + counts, counts)
        places = (offsets + np.arange(total, dtype=np.int32)).astype(np.int32)
        ends = self.ends[places]
        return (places if self.edges is None else self.edges[places]), ends


_NONE: Ints = np.zeros(0, dtype=np.int32)


@dataclass(frozen=True, slots=True)
class Graph:
    """Both directions of one graph, and the kind of each edge."""

    forward: Rows
    backward: Rows
    sources: Ints  # by edge
    kinds: Bytes  # by edge

    @property
    def node_count(self) -> int:
        """Return how many nodes there are."""
        return len(self.forward.starts) - 1

    @property
    def targets(self) -> Ints:
        """Return where each edge ends, by edge."""
        return self.forward.ends


def build(sources: Ints, targets: Ints, kinds: Bytes, count: int) -> tuple[Graph, Ints]:
    """Return the graph of ``count`` nodes, and the order that its edges were given."""
    order = _sorted_by(sources, targets, count)
    sources, targets, kinds = sources[order], targets[order], kinds[order]
    back = _sorted_by(targets, sources, count)
    graph = Graph(
        Rows(_starts(sources, count), targets),
        Rows(_starts(targets, count), sources[back], back),
        sources,
        kinds,
    )
    return graph, order


def _sorted_by(first: Ints, then: Ints, count: int) -> Ints:
    """Return the order by ``first``, and by ``then`` among equals."""
    key = first.astype(np.int64) * count + then
    return np.argsort(key, kind="stable").astype(np.int32)


def _starts(nodes: Ints, count: int) -> Ints:
    starts = np.zeros(count + 1, dtype=np.int32)
    np.cumsum(np.bincount(nodes, minlength=count), out=starts[1:])
    return starts
