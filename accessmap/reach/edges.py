"""Edges as they are found, kept in plain arrays: millions fit."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

import numpy as np

from accessmap.reach.csr import Bytes, Ints, Longs
from accessmap.reach.kinds import Doubt, EdgeKind


class Edges:
    """Who → what, of which kind, by which grant (0: by policies of its own).

    Edges come in bundles, from all who may the same to one target: what a bundle's
    edges share is kept once.
    """

    def __init__(self) -> None:
        """Begin without any."""
        self._sources = array("i")
        # By bundle.
        self._counts, self._targets = array("i"), array("i")
        self._kinds, self._doubts = array("B"), array("B")
        self._grants = array("q")

    def __len__(self) -> int:
        return len(self._sources)

    def add(
        self,
        sources: Iterable[int],
        target: int,
        kind: EdgeKind,
        doubt: Doubt = Doubt.NONE,
        grant: int = 0,
    ) -> None:
        """Add one edge from each of ``sources`` to ``target``; none to itself."""
        found = [source for source in sources if source != target]
        self._sources.fromlist(found)
        self._counts.append(len(found))
        self._targets.append(target)
        self._kinds.append(kind)
        self._doubts.append(doubt)
        self._grants.append(grant)

    def arrays(self) -> tuple[Ints, Ints, Bytes, Bytes, Longs]:
        """Return sources, targets, kinds, doubts and grants."""
        counts = np.array(self._counts, dtype=np.int32)
        return (
            np.array(self._sources, dtype=np.int32),
            np.repeat(np.array(self._targets, dtype=np.int32), counts),
            np.repeat(np.array(self._kinds, dtype=np.uint8), counts),
            np.repeat(np.array(self._doubts, dtype=np.uint8), counts),
            np.repeat(np.array(self._grants, dtype=np.int64), counts),
        )
