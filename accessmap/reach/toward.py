"""The shortest way to some goals, asked from one place after another.

The search goes on from both ends, and the waves are arrays, so a step costs a few calls
however wide it is. Who asks for ways that differ closes a few nodes and edges near the
start each time: behind, from the goals, every search sees the same, and so that end is
walked once and kept.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import numpy as np

from accessmap.reach.csr import Graph, Ints, Mask, Rows, Runs
from accessmap.reach.walk import OPEN, Closed

Way = tuple[int, ...]  # edges, in order
_START, _BARRED = -1, -2  # beside the numbers of edges by which nodes are met


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
    """One end of a search: its waves, and by which edge each node was met."""

    def __init__(self, graph: Graph, rows: Rows, wave: Ints, closed: Closed) -> None:
        self.graph, self.rows = graph, rows
        self.open: Mask | None = None if closed.kinds is None else ~closed.kinds
        self.edges, self.barred = closed.edges, list(closed.nodes)
        self.shut = closed.shut
        # Zero is not met, else _START, _BARRED, or the edge's number and one more.
        self.by = _SLATES.take(graph.node_count)
        self.by[self.barred] = _BARRED
        self.by[wave] = _START
        self.waves = [wave]
        self._ahead: Runs | None = None

    @property
    def wave(self) -> Ints:
        """Return the newest wave."""
        return self.waves[-1]

    @property
    def ahead(self) -> Runs:
        """Return the edges that the next step looks at; the last wave needs none."""
        if self._ahead is None:
            self._ahead = self.rows.runs(self.wave)
        return self._ahead

    @property
    def cost(self) -> int:
        """Return how many these are."""
        return self.ahead.total

    def _take(self, wave: Ints) -> None:
        self.waves.append(wave)
        self._ahead = None

    def step(self) -> Ints:
        """Go one step on; return the nodes that are new."""
        edges, ends = self.rows.listed(self.ahead)
        keep = self.by.take(ends) == 0
        if self.open is not None:
            keep &= self.open.take(self.graph.kinds.take(edges))
        if self.shut is not None:
            keep &= ~self.shut.take(edges)
        for each in self.edges:
            keep &= edges != each
        edges, ends = edges[keep] + 1, ends[keep]
        # The lowest edge to each node, so that the answer is the same every time.
        self.by[ends[::-1]] = edges[::-1]
        self._take(ends[self.by.take(ends) == edges])  # each node once
        return self.wave

    def go_on_from(self, other: _Side, steps: int) -> None:
        """Stand where another side stood after so many steps, and go on from there."""
        for wave in other.waves[1 : steps + 1]:
            self.by[wave] = other.by[wave]
            self._take(wave)

    def trail(self, node: int, far_ends: Ints) -> list[int]:
        """Return the edges from ``node`` back to this side's start."""
        found = []
        while (edge := int(self.by[node])) > 0:
            found.append(edge - 1)
            node = int(far_ends[edge - 1])
        return found

    def wipe(self) -> None:
        """Leave the slate as it was; whoever fails before drops it."""
        for wave in self.waves:
            self.by[wave] = 0
        self.by[self.barred] = 0
        _SLATES.clean.append(self.by)


class Toward:
    """The way back from some goals, as far as any search has needed it so far."""

    def __init__(self, graph: Graph, goals: Ints, closed: Closed) -> None:
        """Stand at the goals; what is ``closed`` is so to all who ask."""
        self.graph, self.closed = graph, replace(closed, nodes=(), edges=())
        self.goals = _each_once(goals)
        self.side = _Side(graph, graph.backward, self.goals, self.closed)
        self.steps_to = _SLATES.take(graph.node_count)  # and one more; zero: not met
        self.steps_to[self.goals] = 1
        self._costs: dict[int, int] = {}

    @property
    def walked(self) -> int:
        """Return how many steps from the goals the way back has been walked."""
        return len(self.side.waves) - 1

    def walk_to(self, steps: int) -> Ints:
        """Return the nodes that are so many steps from a goal."""
        while self.walked < steps:
            wave = self.side.step()
            self.steps_to[wave] = self.walked + 1
        return self.side.waves[steps]

    def cost(self, steps: int) -> int:
        """Return how many edges the step after so many looks at."""
        if steps not in self._costs:
            self._costs[steps] = self.side.rows.runs(self.side.waves[steps]).total
        return self._costs[steps]

    def shortest(
        self,
        starts: Ints,
        nodes: Sequence[int] = (),
        edges: Sequence[int] = (),
        limit: int | None = None,
    ) -> Way | None:
        """Return the edges of a shortest way, through none of ``nodes`` and ``edges``.

        None: there is no way. An empty one says that a start is a goal. Of several as
        short the same is returned every time. With a ``limit``, ways of more steps are
        not looked for.
        """
        closed = replace(self.closed, nodes=tuple(nodes), edges=tuple(edges))
        graph, wave = self.graph, closed.outside(_each_once(starts))
        ahead = _Side(graph, graph.forward, wave, closed)
        behind = _Behind(self, closed)
        node = _meeting(ahead, behind, limit)
        found: Way | None = None
        if node is not None:
            first = ahead.trail(node, graph.sources)
            found = (*first[::-1], *behind.side.trail(node, graph.targets))
        ahead.wipe()
        behind.wipe()
        return found

    def wipe(self) -> None:
        """Leave the slates as they were."""
        for wave in self.side.waves:
            self.steps_to[wave] = 0
        _SLATES.clean.append(self.steps_to)
        self.side.wipe()


@contextmanager
def toward(graph: Graph, goals: Ints, closed: Closed = OPEN) -> Iterator[Toward]:
    """Give who finds ways to ``goals``, without the kinds that are switched off."""
    found = Toward(graph, goals, closed)
    yield found
    found.wipe()


def shortest(
    graph: Graph,
    starts: Ints,
    goals: Ints,
    closed: Closed = OPEN,
    limit: int | None = None,
) -> Way | None:
    """Return a shortest way from any start to any goal, for who asks once."""
    with toward(graph, goals, closed) as found:
        return found.shortest(starts, closed.nodes, closed.edges, limit)


class _Behind:
    """The goals' end of one search: what is kept, until what is closed changes it."""

    def __init__(self, kept: Toward, closed: Closed) -> None:
        self.kept, self.closed, self.steps = kept, closed, 0
        self.side = kept.side
        sources = kept.graph.sources
        # Where none of them is met, closing them changes nothing.
        self.watched = [*closed.nodes, *(int(sources[each]) for each in closed.edges)]
        if (kept.steps_to[list(closed.nodes)] == 1).any():
            self._part(closed.outside(kept.goals))

    @property
    def is_own(self) -> bool:
        return self.side is not self.kept.side

    @property
    def cost(self) -> int:
        return self.side.cost if self.is_own else self.kept.cost(self.steps)

    @property
    def gone(self) -> int:
        return len(self.side.waves) - 1 if self.is_own else self.steps

    @property
    def wave(self) -> Ints:
        return self.side.wave if self.is_own else self.side.waves[self.steps]

    def met(self, nodes: Ints) -> Ints:
        """Return those of ``nodes`` that this end has met by now."""
        if self.is_own:
            own: Ints = nodes[self.side.by.take(nodes) != 0]
            return own
        told = self.kept.steps_to.take(nodes)
        found: Ints = nodes[(told > 0) & (told <= self.steps + 1)]
        return found

    def may_reach(self, nodes: Ints, steps: int) -> bool:
        """Say whether a goal may be within so many steps of some of ``nodes``.

        What is closed makes no way shorter than what is kept: a no is sure. A yes is
        not, and farther than the way back was walked nothing is known.
        """
        if steps > self.kept.walked:
            return True
        told = self.kept.steps_to.take(nodes)
        return bool(((told > 0) & (told <= steps + 1)).any())

    def step(self) -> Ints:
        """Go one step on; return the nodes that are new."""
        if not self.is_own:
            wave = self.kept.walk_to(self.steps + 1)
            if not (self.kept.steps_to[self.watched] == self.steps + 2).any():
                self.steps += 1
                return wave
            self._part(self.kept.goals)
        return self.side.step()

    def _part(self, goals: Ints) -> None:
        """Go on alone from here: behind it, what is closed would be seen."""
        graph = self.kept.graph
        self.side = _Side(graph, graph.backward, goals, self.closed)
        self.side.go_on_from(self.kept.side, self.steps)

    def wipe(self) -> None:
        if self.is_own:
            self.side.wipe()


def _meeting(ahead: _Side, behind: _Behind, limit: int | None) -> int | None:
    """Go on from both ends until they meet; return where, or None."""
    met = behind.met(ahead.wave)
    while not len(met):
        gone = len(ahead.waves) - 1
        if gone + behind.gone == limit or not len(ahead.wave) or not len(behind.wave):
            return None
        if ahead.cost <= behind.cost:
            wave = ahead.step()
            met = behind.met(wave)
            if limit is not None and not behind.may_reach(wave, limit - gone - 1):
                return None
        else:
            new = behind.step()
            met = new[ahead.by.take(new) != 0]
    return int(met.min())


def _each_once(nodes: Ints) -> Ints:
    return nodes if len(nodes) == 1 else np.unique(nodes).astype(np.int32)
