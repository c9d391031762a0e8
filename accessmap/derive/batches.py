"""Long lists in pieces: SQLite takes only so many parameters in one query."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

SIZE = 500


def batched(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield ``keys`` in pieces that every database takes."""
    for start in range(0, len(keys), SIZE):
        yield keys[start : start + SIZE]
