"""Strongly connected parts: nodes that all reach each other.

First everything that cannot lie on a circle is peeled off, whole layers at a time; then
the largest part by one walk each way; what is left, usually little, by Tarjan.
"""

from __future__ import annotations

import numpy as np

from accessmap.reach.csr import Graph, Ints, Mask, Rows


def components(graph: Graph) -> Ints:
    """Return the part of each node: a number, in no order yet."""
    part = np.full(graph.node_count, -1, dtype=np.int32)
    core = _peeled(graph)
    if core.any():
        # Whoever has most edges of both kinds very likely lies in the largest part.
        out, into = (np.diff(each.starts) for each in (graph.forward, graph.backward))
        pivot = int(np.argmax(np.where(core, np.minimum(out, into), -1)))
        large = _within(graph, graph.forward, pivot, core)
        large &= _within(graph, graph.backward, pivot, core)
        part[large] = 0
        _tarjan(graph, core & ~large, part)
    alone = np.flatnonzero(part < 0)
    part[alone] = np.arange(len(alone), dtype=np.int32) + int(part.max(initial=-1)) + 1
    return part


def _peeled(graph: Graph) -> Mask:
    """Return the nodes left when those without a way in or out are gone, for good."""
    left = np.ones(graph.node_count, dtype=np.bool_)
    for rows, ends_of in (
        (graph.forward, graph.targets),
        (graph.backward, graph.sources),
    ):
        inside = left[graph.sources] & left[graph.targets]
        degree = np.bincount(ends_of[inside], minlength=graph.node_count)
        wave = np.flatnonzero(left & (degree == 0)).astype(np.int32)
        while len(wave):
            left[wave] = False
            _edges, ends = rows.spread(wave)
            touched, times = np.unique(ends[left[ends]], return_counts=True)
            degree[touched] -= times
            wave = touched[degree[touched] == 0]
    return left


def _within(graph: Graph, rows: Rows, start: int, among: Mask) -> Mask:
    """Return what is met from ``start`` without leaving ``among``."""
    seen = np.zeros(graph.node_count, dtype=np.bool_)
    seen[start] = True
    wave = np.array([start], dtype=np.int32)
    while len(wave):
        _edges, ends = rows.spread(wave)
        wave = np.unique(ends[among[ends] & ~seen[ends]])
        seen[wave] = True
    return seen


def _tarjan(graph: Graph, among: Mask, part: Ints) -> None:
    """Number the parts among some nodes, each by Tarjan's walk without recursion."""
    keep = among[graph.sources] & among[graph.targets]
    names = np.flatnonzero(among)
    local = np.full(graph.node_count, -1, dtype=np.int32)
    local[names] = np.arange(len(names), dtype=np.int32)
    sources = local[graph.sources[keep]]
    starts = np.zeros(len(names) + 1, dtype=np.int32)
    np.cumsum(np.bincount(sources, minlength=len(names)), out=starts[1:])
    found = _Tarjan(starts.tolist(), local[graph.targets[keep]].tolist()).parts()
    if found:
        part[names] = np.array(found, dtype=np.int32) + 1


class _Tarjan:
    """https://epubs.siam.org/doi/10.1137/0201010, on plain lists."""

    def __init__(self, starts: list[int], ends: list[int]) -> None:
        self.starts, self.ends = starts, ends
        count = len(starts) - 1
        self.low, self.part = [0] * count, [-1] * count
        self.place = starts[:-1].copy()
        self.stack: list[int] = []
        self.clock = self.parts_found = 0

    def parts(self) -> list[int]:
        """Return each node's part."""
        for root, known in enumerate(self.low):
            if not known:
                self._walk(root)
        return self.part

    def _walk(self, root: int) -> None:
        trail = [root]
        self._enter(root)
        order = {root: self.low[root]}
        while trail:
            node = trail[-1]
            if self.place[node] < self.starts[node + 1]:
                end = self.ends[self.place[node]]
                self.place[node] += 1
                if not self.low[end]:
                    self._enter(end)
                    order[end] = self.low[end]
                    trail.append(end)
                elif self.part[end] < 0:
                    self.low[node] = min(self.low[node], self.low[end])
                continue
            trail.pop()
            if trail:
                self.low[trail[-1]] = min(self.low[trail[-1]], self.low[node])
            if self.low[node] == order[node]:
                self._close(node)

    def _enter(self, node: int) -> None:
        self.clock += 1
        self.low[node] = self.clock
        self.stack.append(node)

    def _close(self, node: int) -> None:
        while True:
            member = self.stack.pop()
            self.part[member] = self.parts_found
            if member == node:
                break
        self.parts_found += 1
