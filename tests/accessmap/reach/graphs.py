"""Small random graphs, and the plainest answers to compare with."""

from __future__ import annotations

from collections import defaultdict, deque

import numpy as np
from hypothesis import strategies as st

from accessmap.reach.csr import Graph, build

Edges = list[tuple[int, int]]


@st.composite
def graphs(draw: st.DrawFn, most: int = 14) -> tuple[int, Edges]:
    """A number of nodes and edges between them, some twice, some in circles."""
    count = draw(st.integers(1, most))
    node = st.integers(0, count - 1)
    return count, draw(st.lists(st.tuples(node, node), max_size=3 * count))


def graph_of(count: int, edges: Edges, kinds: list[int] | None = None) -> Graph:
    """The same as arrays."""
    pairs = np.array(edges, dtype=np.int32).reshape(-1, 2)
    kind = np.array(kinds or [0] * len(edges), dtype=np.uint8)
    return build(pairs[:, 0], pairs[:, 1], kind, count)[0]


def steps(edges: Edges, starts: list[int]) -> dict[int, int]:
    """Node to its distance, by a queue."""
    after = defaultdict(list)
    for one, other in edges:
        after[one].append(other)
    found = dict.fromkeys(starts, 0)
    queue = deque(starts)
    while queue:
        node = queue.popleft()
        for other in after[node]:
            if other not in found:
                found[other] = found[node] + 1
                queue.append(other)
    return found


def ids(*numbers: int) -> np.ndarray:
    """Nodes as an array."""
    return np.array(numbers, dtype=np.int32)
