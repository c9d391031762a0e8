"""Boxes, lines and polylines, in points; y grows downwards."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

Point = tuple[float, float]


class Axis(StrEnum):
    """How a line lies."""

    UPRIGHT = "upright"  # one x, many y
    LEVEL = "level"  # one y, many x


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Return its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Return its lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> tuple[float, float]:
        """Return its centre."""
        return self.x + self.width / 2, self.y + self.height / 2

    def overlaps(self, other: Box) -> bool:
        """Say whether the two share ground."""
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )

    def contains(self, x: float, y: float) -> bool:
        """Say whether a point lies in it."""
        return self.x <= x <= self.right and self.y <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Strait:
    """Water between boxes: a line to travel on, from ``start`` to ``end``.

    ``toll`` is what a point of way costs: open water 1, a lane between towns more.
    ``width`` says how many courses fit beside each other.
    """

    axis: Axis
    at: float
    start: float
    end: float
    toll: float = 1.0
    width: float = 14.0


def length(points: Sequence[Point]) -> float:
    """Return how long a polyline is."""
    return sum(math.dist(a, b) for a, b in pieces(points))


def pieces(points: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    """Yield the straight pieces of a polyline."""
    return itertools.pairwise(points)


def straightened(points: Sequence[Point]) -> list[Point]:
    """Return the same way without points that turn nowhere."""
    kept: list[Point] = []
    for point in points:
        if kept and math.dist(kept[-1], point) < 1:
            continue
        if len(kept) > 1 and _is_on_the_way(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return kept


def _is_on_the_way(a: Point, b: Point, c: Point) -> bool:
    turn = (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])
    return math.isclose(turn, 0, abs_tol=1e-6)
