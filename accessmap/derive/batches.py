"""Long lists in pieces: SQLite takes only so many parameters in one query."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

SIZE = 500
T = TypeVar("T")


def batched(keys: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield ``keys`` in pieces that every database takes."""
    for start in range(0, len(keys), SIZE):
        yield keys[start : start + SIZE]
