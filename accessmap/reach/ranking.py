"""Who reaches how many of our accounts, and who controls whole accounts elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from accessmap.reach.closure import bits_of
from accessmap.reach.csr import Ints
from accessmap.reach.index import Index
from accessmap.reach.kinds import BECOMES, EdgeKind, NodeKind
from accessmap.reach.party import IDENTITY_CENTER
from accessmap.reach.questions import BY_NAME, Kinds, starts_of
from accessmap.reach.walk import distances, without


@dataclass(frozen=True, slots=True)
class Ranked:
    """One outsider, and how many of our accounts it reaches."""

    node: int
    accounts: int


@dataclass(frozen=True, slots=True)
class Admin:
    """Who becomes roles that control whole accounts elsewhere; one of these roles."""

    node: int
    first: int
    accounts: int


def third_parties(
    index: Index, ours: frozenset[str], off: Kinds = BY_NAME
) -> list[Ranked]:
    """Return outsiders by how many accounts of ``ours`` they reach, most first.

    The table of pairs knows no switches: with other kinds ``off`` each is walked.
    """
    count = len(index.homes)
    own = np.array([index.homes[home] in ours for home in range(count)], dtype=np.bool_)
    found = []
    for home in np.flatnonzero(~own):
        node = index.find(index.homes[int(home)])
        if node is None:
            continue
        if set(off) == set(BY_NAME):
            reached = int((bits_of(index.reached[home], count) & own).sum())
        else:
            reached = _walked(index, starts_of(index, node), own, off)
        found.append(Ranked(node, reached))
    for node in places(index):
        start = np.array([node], dtype=np.int32)
        found.append(Ranked(node, _walked(index, start, own, off)))
    found.sort(key=lambda each: (-each.accounts, index.keys[each.node]))
    return [each for each in found if each.accounts]


def _walked(index: Index, starts: Ints, own: np.ndarray, off: Kinds) -> int:
    waves = distances(index.graph, index.graph.forward, starts, without(off))
    homes = index.home_of[np.concatenate(waves)]
    return int(own[np.unique(homes[homes >= 0])].sum())


def places(index: Index) -> list[int]:
    """Return who stands in no account and is not ours: providers, everybody.

    The organization's own directory is no third party.
    """
    outside = (NodeKind.FEDERATED, NodeKind.PUBLIC)
    nodes = np.flatnonzero(np.isin(index.kinds, outside))
    return [int(e) for e in nodes if index.keys[int(e)] != IDENTITY_CENTER]


def admins_elsewhere(index: Index, off: Kinds = ()) -> list[Admin]:
    """Return who becomes, from elsewhere, roles that control their whole account.

    By how many accounts that are, most first; several roles of one account count once.
    """
    graph = index.graph
    control = graph.kinds == EdgeKind.ADMINISTER
    control &= index.kinds[graph.targets] == NodeKind.ACCOUNT
    admin = np.zeros(graph.node_count, dtype=np.bool_)
    admin[graph.sources[control]] = True
    admin &= index.kinds == NodeKind.ROLE
    wanted = [kind for kind in BECOMES if kind not in off]
    become = np.isin(graph.kinds, wanted) & admin[graph.targets]
    become &= index.home_of[graph.sources] != index.home_of[graph.targets]
    edges = np.flatnonzero(become)
    if EdgeKind.ADMINISTER in off or not len(edges):
        return []
    who, first = np.unique(graph.sources[edges], return_index=True)
    pairs = np.stack([graph.sources[edges], index.home_of[graph.targets[edges]]])
    of_pair, counts = np.unique(np.unique(pairs, axis=1)[0], return_counts=True)
    assert np.array_equal(of_pair, who)  # noqa: S101 (both are the sources, sorted)
    targets = graph.targets[edges[first]]
    found = [
        Admin(int(node), int(target), int(count))
        for node, target, count in zip(who, targets, counts, strict=True)
    ]
    return sorted(found, key=lambda e: (-e.accounts, index.keys[e.node]))
