"""How quickly reach answers at a million roles: beside rustworkx, in the same run.

    python -m benchmarks.reach [--accounts 5000] [--roles 200] [--shape knotted|tiered]
    python -m tests.postgres python -m benchmarks.reach      (beside PostgreSQL as well)

``knotted`` has one part in which nearly everybody reaches everybody, ``tiered`` has
none. What is compared is first held equal: the lengths of ways, and who reaches.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import rustworkx

from accessmap.reach import csr
from accessmap.reach.build import Raw, numbers
from accessmap.reach.closure import Words, closure, column
from accessmap.reach.component import components
from accessmap.reach.csr import Graph, Ints
from accessmap.reach.toward import shortest
from accessmap.reach.walk import distances
from benchmarks import reach_cte

EDGES = 4  # a role
TIERS = 8
ASKED = 60


def edges(accounts: int, roles: int, shape: str, seed: int) -> tuple[Ints, Ints]:
    """Return an invented organization's edges: half at home, half to elsewhere."""
    random = np.random.default_rng(seed)
    count = accounts * roles
    sources = np.repeat(np.arange(count, dtype=np.int32), EDGES)
    home = sources // roles
    near = home * roles + random.integers(0, roles, len(sources))
    far = random.integers(0, count, len(sources))
    targets = np.where(random.random(len(sources)) < 0.5, near, far).astype(np.int32)
    if shape == "tiered":
        tier = np.arange(count) % TIERS
        down = tier[sources] < tier[targets]
        sources, targets = sources[down], targets[down]
    return sources, targets


def timed(call: Callable[[int], object], asked: Sequence[int]) -> tuple[float, float]:
    """Return the median and the 95th percentile of ``call``, in milliseconds."""
    found = []
    for each in asked:
        began = time.perf_counter()
        call(each)
        found.append((time.perf_counter() - began) * 1000)
    found.sort()
    return statistics.median(found), found[int(len(found) * 0.95) - 1]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=5000)
    parser.add_argument("--roles", type=int, default=200)
    parser.add_argument("--shape", choices=["knotted", "tiered"], default="knotted")
    parser.add_argument("--seed", type=int, default=1)
    words = parser.parse_args()
    count = words.accounts * words.roles
    sources, targets = edges(words.accounts, words.roles, words.shape, words.seed)
    kinds = np.zeros(len(sources), dtype=np.uint8)
    homes = (np.arange(count) // words.roles).astype(np.int32)
    print(f"{words.shape}: {count:,} roles, {len(sources):,} edges")
    graph, _order = csr.build(sources, targets, kinds, count)
    _accounts(_pairs(graph, homes, words.accounts))
    _files(Raw(sources, targets, kinds, kinds, np.zeros(len(sources), np.int64)), homes)
    random = np.random.default_rng(words.seed + 1)
    asked = [int(each) for each in random.integers(0, count, ASKED * 2)]
    other = rustworkx.PyDiGraph()
    other.add_nodes_from(range(count))
    other.add_edges_from_no_data(
        list(zip(sources.tolist(), targets.tolist(), strict=True))
    )
    _race(graph, other, asked)
    _who(graph, other, asked[:ASKED], words.roles)
    if reach_cte.is_there():
        _beside_cte(graph, sources, targets, asked, words.roles)


def _pairs(graph: Graph, homes: Ints, accounts: int) -> Words:
    began = time.process_time()
    parts = components(graph)
    between = time.process_time()
    found = closure(graph, parts, homes, accounts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"parts {between - began:.1f} CPU-s ({len(np.unique(parts)):,}), every account"
        f" × account {time.process_time() - between:.1f} CPU-s, peak {peak:,.0f} MiB"
    )
    return found


def _accounts(found: Words) -> None:
    random = np.random.default_rng(7)
    asked = [int(each) for each in random.integers(0, len(found), ASKED)]
    took = timed(lambda home: np.flatnonzero(column(found, home)), asked)
    print(f"every account that reaches an account: {took[0]:.2f} ms, p95 {took[1]:.2f}")


def _files(raw: Raw, homes: Ints) -> None:
    began = time.process_time()
    arrays = numbers(raw, homes, int(homes.max()) + 1)
    with tempfile.TemporaryDirectory() as folder:
        for name, found in arrays.items():
            np.save(Path(folder) / name, found)
        size = sum(each.stat().st_size for each in Path(folder).iterdir()) / 1e6
        made = time.process_time() - began
        opened = time.perf_counter()
        for each in Path(folder).iterdir():
            np.load(each, mmap_mode="r")
        took = (time.perf_counter() - opened) * 1000
    print(f"arrays made in {made:.1f} CPU-s, {size:.0f} MB, opened in {took:.1f} ms")


def _race(graph: Graph, other: rustworkx.PyDiGraph, asked: list[int]) -> None:
    pairs = dict(zip(asked[:ASKED], asked[ASKED:], strict=True))

    def ours(start: int) -> object:
        return shortest(graph, _one(start), _one(pairs[start]))

    def theirs(start: int) -> object:
        return rustworkx.dijkstra_shortest_paths(
            other, start, target=pairs[start], default_weight=1.0
        )

    starts = list(pairs)
    for start in starts[:10]:
        way, found = ours(start), theirs(start)
        length = len(found[pairs[start]]) - 1 if pairs[start] in found else None  # type: ignore[index, operator, arg-type]
        assert (None if way is None else len(way)) == length  # type: ignore[arg-type]
    mine, best = timed(ours, starts), timed(theirs, starts[:20])
    print(
        f"shortest way: {mine[0]:.2f} ms, p95 {mine[1]:.2f}; rustworkx's"
        f" Dijkstra {best[0]:.0f} ms, p95 {best[1]:.0f}:"
        f" {best[0] / mine[0]:.0f} times as long"
    )


def _who(
    graph: Graph, other: rustworkx.PyDiGraph, asked: list[int], roles: int
) -> None:
    def ours(node: int) -> int:
        home = node // roles * roles
        goals = np.arange(home, home + roles, dtype=np.int32)
        return sum(map(len, distances(graph, graph.backward, goals)))

    def theirs(node: int) -> int:
        return len(rustworkx.ancestors(other, node)) + 1

    for node in asked[:3]:
        assert sum(map(len, distances(graph, graph.backward, _one(node)))) == theirs(
            node
        )
    mine, best = timed(ours, asked[:30]), timed(theirs, asked[:8])
    print(
        f"every role that reaches an account: {mine[0]:.0f} ms, p95 {mine[1]:.0f};"
        f" rustworkx from one role {best[0]:.0f} ms"
    )


def _beside_cte(
    graph: Graph, sources: Ints, targets: Ints, asked: list[int], roles: int
) -> None:
    near = {}  # goals that the recursive query can find at all
    for start in asked[:ASKED]:
        one = _one(start)
        waves = distances(graph, graph.forward, one, limit=reach_cte.DEEPEST)
        if len(waves) > 1:
            near[start] = int(waves[-1][0])
    database = reach_cte.Database(sources, targets)
    starts = list(near)[:5]
    steps = database.shortest(near)
    for start in starts[:2]:
        way = shortest(graph, _one(start), _one(near[start]))
        assert way is not None
        assert steps(start) == len(way)
    mine = timed(lambda start: shortest(graph, _one(start), _one(near[start])), starts)
    best = timed(steps, starts)
    print(
        f"shortest way of at most {reach_cte.DEEPEST} steps: {mine[0]:.2f} ms; a"
        f" recursive query {best[0]:,.0f} ms: {best[0] / mine[0]:,.0f} times as long"
    )
    homes = [node // roles * roles for node in asked[:2]]

    def ours(home: int) -> int:
        goals = np.arange(home, home + roles, dtype=np.int32)
        return sum(map(len, distances(graph, graph.backward, goals)))

    def theirs(home: int) -> int:
        return database.who(home, home + roles - 1)

    assert ours(homes[0]) == theirs(homes[0])
    mine, best = timed(ours, homes), timed(theirs, homes)
    print(
        f"every role that reaches an account: {mine[0]:.0f} ms; a recursive query"
        f" {best[0]:,.0f} ms"
    )


def _one(node: int) -> Ints:
    return np.array([node], dtype=np.int32)


if __name__ == "__main__":
    main()
