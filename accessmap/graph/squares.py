"""Boxes by the squares that they touch: who looks for what is near looks at few."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from accessmap.graph.geometry import Box

SIDE = 64.0
Square = tuple[int, int]


class Squares:
    """A plane ruled into squares, each with the boxes that touch it."""

    def __init__(self) -> None:
        """Begin without any."""
        self._boxes: dict[Square, list[tuple[int, Box]]] = defaultdict(list)
        self._count = 0

    def add(self, box: Box, number: int | None = None) -> None:
        """Add a box; several may have one ``number``, else each is one of its own."""
        self._count += 1
        told = (self._count if number is None else number, box)
        for square in _touched(box):
            self._boxes[square].append(told)

    def under(self, box: Box) -> set[int]:
        """Return the numbers of the boxes that ``box`` overlaps."""
        return {
            number
            for square in _touched(box)
            for number, other in self._boxes.get(square, ())
            if box.overlaps(other)
        }


def _touched(box: Box) -> Iterator[Square]:
    for column in range(int(box.x // SIDE), int(box.right // SIDE) + 1):
        for row in range(int(box.y // SIDE), int(box.bottom // SIDE) + 1):
            yield column, row
