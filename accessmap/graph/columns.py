"""Boxes in columns: which stand on top of each other, and how wide each column is.

Few boxes are tried in every way that makes sense, many are shared out greedily.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

EVERY_WAY = 8  # up to so many boxes, every sharing is tried
COLUMNS_TRIED = 4
COLUMNS_AT_MOST = 6


class Sized(Protocol):
    """What has a least width and height."""

    @property
    def width(self) -> float:
        """Return how wide it must be."""

    @property
    def height(self) -> float:
        """Return how high it must be."""


S = TypeVar("S", bound=Sized)
Column = tuple[int, ...]


def abreast(parts: Sequence[Sequence[S]], strait: float) -> Iterator[list[list[S]]]:
    """Yield ways to stand the parts in columns, none much higher than the others."""
    widths = sorted({shape.width for part in parts for shape in part})
    known: dict[Column, list[list[S]]] = {}

    def ways(column: Column) -> list[list[S]]:
        if column not in known:
            members = [parts[index] for index in column]
            known[column] = _best([stacked(members, width) for width in widths], strait)
        return known[column]

    for columns in sharings(parts, widths):
        options = [ways(column) for column in columns]
        for limit in sorted({tall(way, strait) for found in options for way in found}):
            drawn = [
                # The first is the narrowest.
                next((way for way in found if tall(way, strait) <= limit), None)
                for found in options
            ]
            fitting = [way for way in drawn if way is not None]
            if len(fitting) == len(columns):
                yield fitting


def _best(ways: Sequence[list[S]], strait: float) -> list[list[S]]:
    """Return stacks that no other beats in both directions, the narrowest first."""
    best: list[list[S]] = []
    for way in sorted(ways, key=lambda each: (broad(each), tall(each, strait))):
        if not best or tall(way, strait) < tall(best[-1], strait):
            best.append(way)
    return best


def sharings(
    parts: Sequence[Sequence[Sized]], widths: Sequence[float]
) -> list[tuple[Column, ...]]:
    """Return the ways to share parts out among columns that are worth trying."""
    if len(parts) <= EVERY_WAY:
        return list(partitions(len(parts), COLUMNS_TRIED))
    return sorted(
        {
            _share(parts, count, width)
            for count in range(1, COLUMNS_AT_MOST + 1)
            for width in widths
        }
    )


def partitions(count: int, columns: int) -> Iterator[tuple[Column, ...]]:
    """Yield every way to part the first ``count`` numbers, in a fixed order."""

    def grow(index: int, found: tuple[Column, ...]) -> Iterator[tuple[Column, ...]]:
        if index == count:
            yield found
            return
        for at, column in enumerate(found):
            yield from grow(
                index + 1, (*found[:at], (*column, index), *found[at + 1 :])
            )
        if len(found) < columns:
            yield from grow(index + 1, (*found, (index,)))

    yield from grow(0, ())


def _share(
    parts: Sequence[Sequence[Sized]], count: int, width: float
) -> tuple[Column, ...]:
    """Share the parts out, the highest first into the shortest column."""
    heights = {index: fitted(part, width).height for index, part in enumerate(parts)}
    columns: list[list[int]] = [[] for _ in range(count)]
    filled = [0.0] * count
    for index in sorted(heights, key=lambda each: (-heights[each], each)):
        shortest = filled.index(min(filled))
        columns[shortest].append(index)
        filled[shortest] += heights[index]
    return tuple(tuple(sorted(column)) for column in columns)


def stacked(column: Sequence[Sequence[S]], width: float) -> list[S]:
    """Return the parts of one column, each as low as the column's width allows."""
    least = max(fitted(part, width).width for part in column)
    return [fitted(part, least) for part in column]


def fitted(part: Sequence[S], width: float) -> S:
    """Return the lowest shape that is no wider than ``width``, or the narrowest."""
    fitting = [shape for shape in part if shape.width <= width]
    if not fitting:
        return min(part, key=lambda each: (each.width, each.height))
    return min(fitting, key=lambda each: (each.height, each.width))


def broad(column: Sequence[Sized]) -> float:
    """Return the width of shapes on top of each other."""
    return max(shape.width for shape in column)


def tall(column: Sequence[Sized], strait: float) -> float:
    """Return the height of shapes on top of each other, straits between them."""
    return sum(shape.height for shape in column) + strait * (len(column) - 1)
