"""Prove many entries of the ledger at once, without handing over the others.

What nobody here needs to read is given as the roots of complete subtrees, in order with
the entries that are given whole; from both follows the root that the checkpoint signs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from accessmap.ledger import tree


def others(leaves: Sequence[bytes], given: set[int]) -> list[tuple[int, int, str]]:
    """Return (first place, how many, root) of each run of leaves not ``given``.

    Places count from 0. Each run is a complete, aligned subtree, as large as can be.
    """
    levels = _complete_levels(leaves)
    return [
        (place, 1 << height, levels[height][place >> height].hex())
        for place, height in _runs(len(leaves), given)
    ]


def _complete_levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        levels.append(
            [
                tree.node_hash(below[at], below[at + 1])
                for at in range(0, len(below) - 1, 2)
            ]
        )
    return levels


def _runs(size: int, given: set[int]) -> Iterator[tuple[int, int]]:
    """Yield place and height of each largest complete subtree free of ``given``."""
    place = 0
    stops = iter([*sorted(given), size])
    stop = next(stops)
    while place < size:
        if place == stop:
            place += 1
            stop = next(stops)
            continue
        height = 0
        while place % (2 << height) == 0 and place + (2 << height) <= stop:
            height += 1
        yield place, height
        place += 1 << height
