"""A graph as three arrays, forward and backward: compressed sparse rows.

Edges are numbered in the order of the forward rows; whatever is known of an edge stands
in an array at that number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Mask = NDArray[np.bool_]


class Runs(NamedTuple):
    """The edges of some nodes: where those of each begin, and how many they are."""

    begin: Ints
    counts: Ints
    total: int


@dataclass(frozen=True, slots=True)
class Rows:
    """The neighbours of each node: ``ends[starts[n]:starts[n + 1]]``.

    ``edges`` gives the number of each; None: it is the place itself.
    """

    starts: Ints
    ends: Ints
    edges: Ints | None = None

    def runs(self, nodes: Ints) -> Runs:
        """Return where the edges of each of ``nodes`` stand."""
        begin = self.starts.take(nodes)
        counts = self.starts.take(nodes + 1) - begin
        return Runs(begin, counts, int(np.add.reduce(counts)))

    def listed(self, runs: Runs) -> tuple[Ints, Ints]:
        """Return the edges of some runs, by number, and where they end."""
        begin, counts, total = runs
        if not total:
            return _NONE, _NONE
        # Each call costs more than the few numbers that most waves have.
        offsets = begin + counts - counts.cumsum(dtype=np.int32)
        places = offsets.repeat(counts) + np.arange(total, dtype=np.int32)
        ends = self.ends.take(places)
        return (places if self.edges is None else self.edges.take(places)), ends

    def spread(self, nodes: Ints) -> tuple[Ints, Ints]:
        """Return the edges that leave ``nodes``, by number, and where they end."""
        return self.listed(self.runs(nodes))


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
