"""Long lists in pieces: SQLite takes only so many parameters in one query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

SIZE = 400  # SQLite may take as few as 999 values in a statement
T = TypeVar("T")


def batched(values: Iterable[T], size: int = SIZE) -> Iterator[list[T]]:
    """Yield ``values`` in pieces that every database takes."""
    iterator = iter(values)
    while part := list(islice(iterator, size)):
        yield part
