"""What is asked of the index, and its answers as values: no rows, no words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from accessmap.reach.closure import column
from accessmap.reach.csr import Ints
from accessmap.reach.index import Hop, Index
from accessmap.reach.kinds import ACCESS, Doubt, EdgeKind, NodeKind
from accessmap.reach.strength import strongest_first
from accessmap.reach.walk import distances, without

Kinds = Sequence[EdgeKind]
BY_PERMISSION = (EdgeKind.NETWORK,)  # packets are no access: off unless asked for
# What anybody reaches is told once, and not again of each outsider.
BY_NAME = (*BY_PERMISSION, EdgeKind.ANYBODY)
SYMBOLS = (NodeKind.COLLECTION, NodeKind.ORGANIZATION, NodeKind.UNIT)


@dataclass(frozen=True, slots=True)
class Path:
    """One way, hop by hop. Without a hop, the start is the goal."""

    hops: tuple[Hop, ...]

    @property
    def doubt(self) -> Doubt:
        """Return why the whole of it may be less than it looks."""
        found = Doubt.NONE
        for hop in self.hops:
            found |= hop.doubt
        return found


@dataclass(frozen=True, slots=True)
class Met:
    """The nodes that are met, the nearest first, and after how many steps each.

    ``access`` is the most that can be done with each resource; below 0: with none.
    """

    nodes: Ints
    steps: Ints
    access: Ints

    def of_kinds(self, index: Index, kinds: Sequence[NodeKind]) -> Met:
        """Return those that are of some kinds."""
        keep = np.isin(index.kinds[self.nodes], kinds)
        return Met(self.nodes[keep], self.steps[keep], self.access[keep])

    def after(self, steps: int) -> Met:
        """Return those that are met after so many steps."""
        keep = self.steps == steps
        return Met(self.nodes[keep], self.steps[keep], self.access[keep])

    def accounts(self, index: Index) -> list[str]:
        """Return the accounts in which something is met."""
        homes = index.home_of[self.nodes]
        return [index.homes[int(each)] for each in np.unique(homes[homes >= 0])]


def starts_of(index: Index, node: int) -> Ints:
    """Return where a question about ``node`` begins: an account is who lies in it.

    Of a member that is its roles and users: control of all of it is more than that.
    Its networks lead on by network only.
    """
    if index.kind(node) is not NodeKind.ACCOUNT:
        return np.array([node], dtype=np.int32)
    inside = index.at_home(int(index.home_of[node]))
    callers = np.isin(index.kinds[inside], (NodeKind.ROLE, NodeKind.USER))
    others = index.kinds[inside] == NodeKind.OTHER
    found = inside[callers | others]
    if not len(found):
        found = np.array([node], dtype=np.int32)
    return np.append(found, inside[index.kinds[inside] == NodeKind.NETWORK])


def goals_of(index: Index, node: int) -> Ints:
    """Return where a question about ``node`` ends: an account is anything in it."""
    if index.kind(node) is not NodeKind.ACCOUNT:
        return np.array([node], dtype=np.int32)
    return index.at_home(int(index.home_of[node]))


def paths(
    index: Index, start: int, goal: int, off: Kinds = BY_PERMISSION, most: int = 3
) -> list[Path]:
    """Return how ``start`` gets to ``goal``: the shortest way and the next ones.

    Of equally long ones the one comes first by which most can be done.
    """
    starts, goals = starts_of(index, start), goals_of(index, goal)
    found = strongest_first(index.graph, starts, goals, without(off), most)
    return [Path(tuple(index.hop(edge) for edge in way)) for way in found]


def who_reaches(index: Index, goal: int, off: Kinds = BY_NAME) -> Met:
    """Return every node that can get to ``goal``."""
    graph, goals = index.graph, goals_of(index, goal)
    return _met(distances(graph, graph.backward, goals, without(off)))


def _met(waves: list[Ints]) -> Met:
    met = waves[1:] or [np.zeros(0, dtype=np.int32)]
    steps = [np.full(len(wave), at + 1, dtype=np.int32) for at, wave in enumerate(met)]
    nodes = np.concatenate(met)
    return Met(nodes, np.concatenate(steps), np.full(len(nodes), -1, dtype=np.int32))


def accounts_reaching(index: Index, account_id: str) -> list[str]:
    """Return the accounts, ours and others, from which an account is reached.

    By every kind of permission: the table of pairs knows no switches.
    """
    home = index.home(account_id)
    if home is None:
        return []
    found = np.flatnonzero(column(index.reached, home))
    return [index.homes[int(each)] for each in found if each != home]


def blast(index: Index, start: int, off: Kinds = BY_NAME) -> Met:
    """Return all that falls with ``start``, and how far each resource falls."""
    graph, starts = index.graph, starts_of(index, start)
    waves = distances(graph, graph.forward, starts, without(off))
    found = _met(waves)
    fallen = np.zeros(graph.node_count, dtype=np.bool_)
    fallen[starts] = True
    fallen[found.nodes] = True
    wanted = [kind for kind in ACCESS if kind not in off]
    edges = np.flatnonzero(np.isin(graph.kinds, wanted))
    edges = edges[fallen[graph.sources[edges]]]
    most = np.full(graph.node_count, -1, dtype=np.int32)
    np.maximum.at(most, graph.targets[edges], graph.kinds[edges].astype(np.int32))
    is_thing = np.isin(index.kinds, (NodeKind.RESOURCE, NodeKind.ACCOUNT))
    access = np.where(is_thing, most, -1)[found.nodes]
    return Met(found.nodes, found.steps, access)


def as_anybody(index: Index, start: int) -> list[int]:
    """Return whom else ``start`` is one of: everybody, any account.

    What these reach it reaches too; ``blast`` and the ranking leave that out.
    """
    graph = index.graph
    own = np.isin(graph.sources, starts_of(index, start))
    found = graph.targets[own & (graph.kinds == EdgeKind.ANYBODY)]
    return [int(each) for each in np.unique(found)]
