"""Make the index: from what was gathered to arrays, and from arrays to files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accessmap.reach import csr, files
from accessmap.reach.closure import closure
from accessmap.reach.component import components
from accessmap.reach.csr import Bytes, Ints, Longs
from accessmap.reach.edges import Edges
from accessmap.reach.kinds import EdgeKind, NodeKind
from accessmap.reach.nodes import Node
from accessmap.reach.questions import BY_NAME

Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Raw:
    """Nodes sorted by key, and edges between their numbers."""

    sources: Ints
    targets: Ints
    kinds: Bytes
    doubts: Bytes
    grants: Longs

    @classmethod
    def of(cls, edges: Edges, places: Ints) -> Raw:
        """Return the edges with nodes renamed to their ``places``."""
        sources, targets, kinds, doubts, grants = edges.arrays()
        if not len(sources):
            return cls(sources, targets, kinds, doubts, grants)
        return cls(places[sources], places[targets], kinds, doubts, grants)


def make(
    folder: Path,
    nodes: Sequence[Node],
    edges: Edges,
    lines: Mapping[str, str],
    **of: Any,
) -> Path:
    """Write a generation of ``nodes`` and ``edges``; return its folder.

    ``lines`` says by key what a person may search it by, beside the key itself. ``of``
    goes into the stamp.
    """
    order = sorted(range(len(nodes)), key=lambda at: nodes[at].key.encode())
    places = np.empty(len(nodes), dtype=np.int32)
    places[order] = np.arange(len(nodes), dtype=np.int32)
    names = sorted({each.home for each in nodes} - {""})
    number = {name: at for at, name in enumerate(names)}
    homes = np.array([number.get(nodes[at].home, -1) for at in order], dtype=np.int32)
    kinds = np.array([nodes[at].kind for at in order], dtype=np.uint8)
    keys = [nodes[at].key for at in order]
    raw = chained(Raw.of(edges, places), kinds)
    arrays = numbers(raw, homes, len(names))
    arrays["node-kinds"] = kinds
    texts = {}
    for name, found in (
        ("keys", keys),
        ("lines", [_line(key, lines.get(key, "")) for key in keys]),
        ("homes", names),
    ):
        texts[f"{name}.txt"], arrays[f"{name}-starts"] = _packed(found)
    return files.write(folder, arrays, texts, **of)


def chained(raw: Raw, nodes: Bytes) -> Raw:
    """Return the edges, of which those from role to role have a kind of their own.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
    """
    role = nodes == NodeKind.ROLE
    chain = (raw.kinds == EdgeKind.BECOME) & role[raw.sources] & role[raw.targets]
    kinds = np.where(chain, EdgeKind.CHAIN, raw.kinds).astype(np.uint8)
    return replace(raw, kinds=kinds)


def by_permission(raw: Raw) -> Raw:
    """Return the edges without those by network, and as anybody."""
    if not len(raw.kinds) or not (off := np.isin(raw.kinds, BY_NAME)).any():
        return raw
    on = ~off
    return Raw(
        raw.sources[on], raw.targets[on], raw.kinds[on], raw.doubts[on], raw.grants[on]
    )


def numbers(raw: Raw, homes: Ints, count: int) -> Arrays:
    """Return every array that the graph needs; there are ``count`` homes."""
    graph, order = csr.build(raw.sources, raw.targets, raw.kinds, len(homes))
    assert graph.backward.edges is not None  # noqa: S101 (built so)
    own, allowed = by_permission(raw), graph
    if own is not raw:  # the table of pairs tells what is granted to each by itself
        allowed, _order = csr.build(own.sources, own.targets, own.kinds, len(homes))
    at_home = np.flatnonzero(homes >= 0).astype(np.int32)
    at_home = at_home[np.argsort(homes[at_home], kind="stable")]
    starts = np.searchsorted(homes[at_home], np.arange(count + 1)).astype(np.int32)
    return {
        "starts": graph.forward.starts,
        "targets": graph.targets,
        "sources": graph.sources,
        "edge-kinds": graph.kinds,
        "back-starts": graph.backward.starts,
        "back-ends": graph.backward.ends,
        "back-edges": graph.backward.edges,
        "doubts": raw.doubts[order],
        "grants": raw.grants[order],
        "home-of": homes,
        "home-starts": starts,
        "home-nodes": at_home,
        "reached": closure(allowed, components(allowed), homes, count),
    }


def _line(key: str, more: str) -> str:
    """Return what is searched, on one line and in one case."""
    return " ".join(f"{key} {more}".casefold().split())


def _packed(found: Sequence[str]) -> tuple[bytes, Longs]:
    encoded = [each.encode("utf-8", errors="backslashreplace") for each in found]
    starts = np.zeros(len(encoded) + 1, dtype=np.int64)
    np.cumsum([len(each) + 1 for each in encoded], out=starts[1:])
    return b"".join(each + b"\n" for each in encoded), starts
