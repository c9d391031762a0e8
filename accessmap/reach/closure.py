"""Which account reaches which: exact, through single roles, for all pairs at once.

Parts that reach each other are one; what is left has no circles and is swept from its
ends, some columns of 64 accounts at a time, so that memory stays small. To collapse
roles into accounts first would overstate: a way in need not be a way on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accessmap.reach.csr import Graph, Ints, Longs

Words = NDArray[np.uint64]
BITS = 64
ABREAST = 8  # words a sweep: 8 × 64 accounts


@dataclass(frozen=True, slots=True)
class _Levels:
    """The parts in an order in which each comes after all that it reaches."""

    of_node: Ints  # the place of each node's part in that order
    starts: Longs  # by part: its edges
    ends: Ints  # by edge: the part it leads to
    bounds: tuple[int, ...]  # where each level of parts begins, and the end


def closure(graph: Graph, parts: Ints, homes: Ints, count: int) -> Words:
    """Return a row of bits for each of ``count`` homes: which homes it reaches.

    ``homes`` gives each node's; below 0 it has none. Home ``h`` is bit ``h % 64`` of
    word ``h // 64``. Every home that has a node reaches itself.
    """
    levels = _levels(graph, parts)
    at_home = np.flatnonzero(homes >= 0)
    at_home = at_home[np.argsort(homes[at_home], kind="stable")]
    home, part = homes[at_home], levels.of_node[at_home]
    first = np.flatnonzero(np.diff(home, prepend=-1))
    found = np.zeros((count, -(-count // BITS)), dtype=np.uint64)
    for word in range(0, found.shape[1], ABREAST):
        width = min(ABREAST, found.shape[1] - word)
        bits = np.zeros((len(levels.starts) - 1, width), dtype=np.uint64)
        here = (home >= word * BITS) & (home < (word + width) * BITS)
        own = home[here] - word * BITS
        np.bitwise_or.at(
            bits,
            (part[here], own // BITS),
            np.uint64(1) << (own % BITS).astype(np.uint64),
        )
        _sweep(levels, bits)
        if len(first):
            rows = np.bitwise_or.reduceat(bits[part], first, axis=0)
            found[home[first], word : word + width] = rows
    return found


def _sweep(levels: _Levels, bits: Words) -> None:
    for begin, end in zip(levels.bounds[1:], levels.bounds[2:], strict=False):
        starts = levels.starts[begin:end]
        reached = bits[levels.ends[starts[0] : levels.starts[end]]]
        bits[begin:end] |= np.bitwise_or.reduceat(reached, starts - starts[0], axis=0)


def _levels(graph: Graph, parts: Ints) -> _Levels:
    count = int(parts.max()) + 1 if len(parts) else 0
    one, other = parts[graph.sources], parts[graph.targets]
    across = one != other
    pairs = np.unique(one[across].astype(np.int64) * count + other[across])
    sources, targets = pairs // max(count, 1), pairs % max(count, 1)
    layers = list(_layers(sources, targets, count))
    order = np.concatenate([*layers, np.zeros(0, dtype=np.int64)])
    place = np.empty(count, dtype=np.int64)
    place[order] = np.arange(count)
    sources, targets = place[sources], place[targets]
    by_source = np.argsort(sources, kind="stable")
    starts = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(sources, minlength=count), out=starts[1:])
    bounds = np.cumsum([0, *(len(each) for each in layers)])
    return _Levels(
        place[parts].astype(np.int32),
        starts,
        targets[by_source].astype(np.int32),
        tuple(int(each) for each in bounds),
    )


def _layers(sources: Longs, targets: Longs, count: int) -> Iterator[Longs]:
    """Yield the parts in layers: first those that lead nowhere, then who leads on."""
    waiting = np.bincount(sources, minlength=count)
    by_target = np.argsort(targets, kind="stable")
    starts = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(targets, minlength=count), out=starts[1:])
    before = sources[by_target]
    wave = np.flatnonzero(waiting == 0)
    while len(wave):
        yield wave
        counts = starts[wave + 1] - starts[wave]
        offsets = np.repeat(starts[wave] - np.cumsum(counts) + counts, counts)
        leading = before[offsets + np.arange(int(counts.sum()))]
        touched, times = np.unique(leading, return_counts=True)
        waiting[touched] -= times
        wave = touched[waiting[touched] == 0]


def bits_of(row: Words, count: int) -> NDArray[np.bool_]:
    """Return one row of the closure as ``count`` truths."""
    octets = np.ascontiguousarray(row).view(np.uint8)
    return np.unpackbits(octets, count=count, bitorder="little").astype(np.bool_)


def column(found: Words, home: int) -> NDArray[np.bool_]:
    """Return for each home whether it reaches ``home``."""
    one = np.uint64(1) << np.uint64(home % BITS)
    truths: NDArray[np.bool_] = (found[:, home // BITS] & one).astype(np.bool_)
    return truths
