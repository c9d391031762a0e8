"""The index as it is asked: nodes by key, the graph, which account reaches which."""

from __future__ import annotations

import mmap
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from accessmap.reach import files
from accessmap.reach.closure import Words
from accessmap.reach.csr import Bytes, Graph, Ints, Longs, Rows
from accessmap.reach.files import Stamp
from accessmap.reach.kinds import Doubt, EdgeKind, NodeKind


class Texts:
    """Many texts in one file, by number."""

    def __init__(self, shown: Path, name: str) -> None:
        """Map the file and the places of its lines."""
        self.starts: Longs = files.array(shown, f"{name}-starts")
        with (shown / f"{name}.txt").open("rb") as opened:
            size = opened.seek(0, 2)
            self.body: mmap.mmap | bytes = (
                mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
            )

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, number: int) -> str:
        line = self.body[self.starts[number] : self.starts[number + 1] - 1]
        return line.decode()

    def find(self, text: str) -> int | None:
        """Return the number of a text among texts in order; None: it is not there."""
        wanted, body, starts = text.encode(), self.body, self.starts
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if body[starts[middle] : starts[middle + 1] - 1] < wanted:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self) and self[low] == text else None

    def rest(self) -> None:
        """Give the pages back that were looked at: the files stay in the cache.

        They would count as this worker's memory, and mapping them again is quick.
        https://man7.org/linux/man-pages/man2/madvise.2.html
        """
        if isinstance(self.body, mmap.mmap):
            self.body.madvise(mmap.MADV_DONTNEED)

    def number_at(self, place: int) -> int:
        """Return the number of the text that stands at a place of the file."""
        return int(np.searchsorted(self.starts, place, side="right")) - 1


@dataclass(frozen=True, slots=True)
class Hop:
    """One edge, in words of the index."""

    source: int
    target: int
    kind: EdgeKind
    doubt: Doubt
    grant: int  # 0: by its own policies, by no grant


@dataclass(frozen=True, slots=True)
class Index:
    """One generation, open."""

    stamp: Stamp
    keys: Texts  # by node, sorted
    lines: Texts  # by node: what is searched
    homes: Texts  # by home: account id
    graph: Graph
    kinds: Bytes  # by node
    home_of: Ints  # by node; -1: none
    doubts: Bytes  # by edge
    grants: Longs  # by edge
    pages: mmap.mmap  # of the grants
    by_home: Rows  # home → its nodes
    reached: Words  # by home: the homes it reaches

    def find(self, key: str) -> int | None:
        """Return the node of a key."""
        return self.keys.find(key)

    def rest(self) -> None:
        """Give back the pages that an answer took little of: they would add up."""
        self.keys.rest()
        self.lines.rest()
        self.pages.madvise(mmap.MADV_DONTNEED)

    def home(self, account_id: str) -> int | None:
        """Return the number of an account as a home."""
        node = self.find(account_id)
        if node is None or self.home_of[node] < 0:
            return None
        return int(self.home_of[node])

    def kind(self, node: int) -> NodeKind:
        """Return what a node stands for."""
        return NodeKind(int(self.kinds[node]))

    def home_name(self, node: int) -> str:
        """Return the account id of where a node lies; empty: nowhere of its own."""
        home = int(self.home_of[node])
        return "" if home < 0 else self.homes[home]

    def hop(self, edge: int) -> Hop:
        """Return one edge."""
        return Hop(
            int(self.graph.sources[edge]),
            int(self.graph.targets[edge]),
            EdgeKind(int(self.graph.kinds[edge])),
            Doubt(int(self.doubts[edge])),
            int(self.grants[edge]),
        )

    def at_home(self, home: int) -> Ints:
        """Return the nodes of one account."""
        begin, end = self.by_home.starts[home : home + 2]
        return np.asarray(self.by_home.ends[begin:end])


def open_index(shown: Path, stamp: Stamp) -> Index:
    """Map one generation: quick, and shared by all who do."""

    def of(name: str) -> Any:
        return files.array(shown, name)

    grants, pages = files.sparse(shown, "grants")
    return Index(
        stamp,
        Texts(shown, "keys"),
        Texts(shown, "lines"),
        Texts(shown, "homes"),
        Graph(
            Rows(of("starts"), of("targets")),
            Rows(of("back-starts"), of("back-ends"), of("back-edges")),
            of("sources"),
            of("edge-kinds"),
        ),
        of("node-kinds"),
        of("home-of"),
        of("doubts"),
        grants,
        pages,
        Rows(of("home-starts"), of("home-nodes")),
        of("reached"),
    )
