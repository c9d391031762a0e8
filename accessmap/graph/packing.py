"""Nested packing: units become boxes side by side, and accounts places in them.

Boxes stand in columns with straight straits between them, because that is where the
edges travel. A force layout would let boxes overlap and change from crawl to crawl.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from accessmap.graph.columns import abreast, broad, tall
from accessmap.graph.land import Unit, in_order_of_arrival

CELL = (97.0, 58.0)  # room for a name, an id, and a lane on each side
HEADER = 28.0
PADDING = 9.0
STRAIT = 13.0
# What a laptop's screen leaves between the panels, and what the rim takes of it.
SCREEN = (764.0, 776.0)
RIM = (212.0, 142.0)
SHAPES_KEPT = 16


@dataclass(frozen=True, slots=True)
class Grid:
    """How finely a box is ruled."""

    cell: tuple[float, float] = CELL
    widest: int = 8
    drop: float = 17.0  # from the top of a place to what stands there

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
    places = unit.room or 1  # nobody yet: still land, with its name
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
    if unit.room or not parts:
        own = thinned(list(plots(unit, grid)))
        if not parts:
            return thinned([bordered(unit, shape) for shape in own])
        parts.append(own)
    ways = [beside(columns) for columns in abreast(parts, STRAIT)]
    return [bordered(unit, way) for way in thinned(ways)]


def beside(columns: Sequence[Sequence[Shape]]) -> Shape:
    """Put columns beside each other."""
    width = sum(map(broad, columns)) + STRAIT * (len(columns) - 1)
    height = max(tall(column, STRAIT) for column in columns)
    return Shape(width, height, tuple(tuple(column) for column in columns))


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


@lru_cache(maxsize=64)
def best_shape(unit: Unit, grid: Grid) -> Shape:
    """Return the shape of the whole land that a screen shows largest."""

    def cost(shape: Shape) -> tuple[float, float]:
        across = (shape.width + RIM[0]) / SCREEN[0]
        down = (shape.height + RIM[1]) / SCREEN[1]
        return max(across, down), shape.width * shape.height

    return min(shapes(unit, grid), key=cost)


def places(plot: Plot) -> Iterator[tuple[str, int, int]]:
    """Yield each present account with its column and row."""
    for index, settler in enumerate(in_order_of_arrival(plot.unit.settlers)):
        if settler.is_present:
            yield settler.account_id, index % plot.columns, index // plot.columns
