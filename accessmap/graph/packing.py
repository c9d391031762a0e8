"""Nested packing: units become boxes side by side, and accounts places in them.

Boxes stand in columns with straight straits between them, because that is where the
edges travel. A force layout would let boxes overlap and change from crawl to crawl.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accessmap.graph.land import Unit, in_order_of_arrival, room

CELL = (106.0, 86.0)  # room for a name, an id, and a lane on each side
HEADER = 38.0
PADDING = 18.0
STRAIT = 22.0
ASPECT = 0.92  # of the land, as a laptop's screen leaves it between the panels
SHAPES_KEPT = 8


@dataclass(frozen=True, slots=True)
class Grid:
    """How finely a box is ruled."""

    cell: tuple[float, float] = CELL
    widest: int = 8
    drop: float = 24.0  # from the top of a place to what stands there

    @property
    def has_lanes(self) -> bool:
        """Say whether edges may go between the places."""
        return self.cell == CELL


@dataclass(frozen=True, slots=True)
class Plot:
    """The places of the accounts that live directly in a unit."""

    unit: Unit
    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class Shape:
    """One way to draw a unit or a plot: its least size, and what stands in it."""

    width: float
    height: float
    content: Plot | tuple[tuple[Shape, ...], ...]
    unit: Unit | None = None  # none: a plot among units, which has no border

    @property
    def inset(self) -> tuple[float, float, float]:
        """Return what border and name take: side, top, bottom."""
        return (PADDING, HEADER, PADDING) if self.unit else (0.0, 0.0, 0.0)


def plots(unit: Unit, grid: Grid) -> Iterator[Shape]:
    """Yield the ways to rule the places of a unit's own accounts."""
    places = room(unit.settlers)
    seen = set()
    for columns in range(1, min(places, grid.widest) + 1):
        rows = math.ceil(places / columns)
        if rows not in seen or columns * rows == places:
            seen.add(rows)
            plot = Plot(unit, columns, rows)
            yield Shape(columns * grid.cell[0], rows * grid.cell[1], plot)


def bordered(unit: Unit, inner: Shape) -> Shape:
    """Put a border and a name around what stands inside."""
    content = inner.content
    least = 36.0 + 8.0 * len(unit.name)
    return Shape(
        max(inner.width, least) + 2 * PADDING,
        inner.height + HEADER + PADDING,
        content,
        unit,
    )


def shapes(unit: Unit, grid: Grid) -> list[Shape]:
    """Return the few good ways to draw a unit, narrow ones and wide ones."""
    parts = [shapes(child, grid) for child in unit.children if child.is_settled]
    if unit.settlers:
        own = thinned(list(plots(unit, grid)))
        if not parts:
            return thinned([bordered(unit, shape) for shape in own])
        parts.append(own)
    widths = sorted({shape.width for part in parts for shape in part})
    ways = [
        bordered(unit, stacked(parts, count, width))
        for count in range(1, min(len(parts), 6) + 1)
        for width in widths
    ]
    return thinned(ways)


def stacked(parts: Sequence[Sequence[Shape]], count: int, width: float) -> Shape:
    """Return the parts in ``count`` columns, highest first into the shortest one."""
    chosen = [(index, fitted(part, width)) for index, part in enumerate(parts)]
    chosen.sort(key=lambda each: (-each[1].height, each[0]))
    columns: list[list[int]] = [[] for _ in range(count)]
    heights = [0.0] * count
    for index, shape in chosen:
        shortest = heights.index(min(heights))
        columns[shortest].append(index)
        heights[shortest] += shape.height + STRAIT
    # A column is as wide as its widest part; the others may lie down in it.
    drawn: list[tuple[Shape, ...]] = []
    for column in columns:
        broad = max(fitted(parts[index], width).width for index in column)
        drawn.append(tuple(fitted(parts[index], broad) for index in sorted(column)))
    return Shape(
        sum(max(shape.width for shape in column) for column in drawn)
        + STRAIT * (count - 1),
        max(tall(column) for column in drawn),
        tuple(drawn),
    )


def tall(column: Sequence[Shape]) -> float:
    """Return the height of shapes on top of each other, straits between them."""
    return sum(shape.height for shape in column) + STRAIT * (len(column) - 1)


def fitted(part: Sequence[Shape], width: float) -> Shape:
    """Return the lowest shape that is no wider than ``width``, or the narrowest."""
    fitting = [shape for shape in part if shape.width <= width]
    if not fitting:
        return min(part, key=lambda shape: (shape.width, shape.height))
    return min(fitting, key=lambda shape: (shape.height, shape.width))


def thinned(ways: Sequence[Shape]) -> list[Shape]:
    """Return the shapes that no other beats in both directions, a few of them."""
    best: list[Shape] = []
    for shape in sorted(ways, key=lambda each: (each.width, each.height)):
        if not best or shape.height < best[-1].height:
            best.append(shape)
    while len(best) > SHAPES_KEPT:
        # Drop the one that wastes most; both ends stay, for they are what fits.
        middle = best[1:-1]
        best.remove(max(middle, key=lambda shape: shape.width * shape.height))
    return best


def best_shape(unit: Unit, grid: Grid) -> Shape:
    """Return the shape of the whole land: little waste, near the aspect of a screen."""

    def cost(shape: Shape) -> float:
        stretch = abs(math.log(shape.width / shape.height / ASPECT))
        return shape.width * shape.height * (1 + stretch) ** 2

    return min(shapes(unit, grid), key=cost)


def places(plot: Plot) -> Iterator[tuple[str, int, int]]:
    """Yield each present account with its column and row."""
    for index, settler in enumerate(in_order_of_arrival(plot.unit.settlers)):
        if settler.is_present:
            yield settler.account_id, index % plot.columns, index // plot.columns
