"""Where each edge carries its badge: on its way, and off everybody's name."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from accessmap.graph.geometry import Box, Point, length, pieces
from accessmap.graph.squares import Squares

HIGH = 19.0
STEP = 6.0
CLEAR_OF_CORNERS = 12.0
ONE = "1"
CROWD = 5.0  # another edge this near makes it unclear whose badge it is


def width(label: str) -> float:
    """Return how wide a badge with this label is."""
    return 26.0 + 8.0 * len(label)


def place(
    ways: Mapping[str, Sequence[Point]],
    labels: Mapping[str, str],
    taken: Sequence[Box],
    others: Sequence[Sequence[Point]],
) -> dict[str, Point]:
    """Return a place for the badge of each way; who has the least choice goes first.

    One that says only "1" goes without where none is its own: the line's stroke says
    the verdict, and beside others nobody could tell whose badge it is.
    """
    boxes = Squares()
    for box in taken:
        boxes.add(box)
    lines = Squares()
    for number, line in enumerate([*ways.values(), *others]):
        for a, b in pieces(line):
            lines.add(_beside(a, b), number)
    stops = {way: list(_stops(points)) for way, points in ways.items()}

    def choice(way: str) -> int:
        wide = width(labels[way])
        return sum(not boxes.under(_around(at, wide)) for at, _share in stops[way])

    placed = {}
    # Sorting keeps the order given, worst first, among those of equal choice.
    for way in sorted(ways, key=choice):
        wide = width(labels[way])
        best = min(
            stops[way],
            key=lambda stop: _cost(stop, _around(stop[0], wide), boxes, lines),
            default=None,
        )
        if best is None or (
            labels[way] == ONE and not _is_clear(best, wide, boxes, lines)
        ):
            continue
        placed[way] = best[0]
        boxes.add(_around(best[0], wide + 4))
    return placed


Stop = tuple[Point, float]  # a place on the way, and its share of the way


def _stops(points: Sequence[Point]) -> Iterator[Stop]:
    whole = length(points)
    gone = 0.0
    for a, b in pieces(points):
        long = math.dist(a, b)
        steps = int((long - 2 * CLEAR_OF_CORNERS) // STEP)
        for index in range(steps + 1):
            here = CLEAR_OF_CORNERS + index * STEP
            if here > long - CLEAR_OF_CORNERS:
                break
            share = here / long
            point = (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)
            yield (round(point[0], 1), round(point[1], 1)), (gone + here) / whole
        gone += long
    if whole < 2 * CLEAR_OF_CORNERS:
        yield points[0], 0.0


def _around(point: Point, wide: float) -> Box:
    return Box(point[0] - wide / 2, point[1] - HIGH / 2, wide, HIGH)


def _cost(stop: Stop, box: Box, taken: Squares, lines: Squares) -> tuple[int, float]:
    return len(taken.under(box)), 0.6 * _crowd(stop[0], lines) + abs(stop[1] - 0.4)


def _is_clear(stop: Stop, wide: float, taken: Squares, lines: Squares) -> bool:
    """Say whether a badge covers nothing here, and its line is alone."""
    return not taken.under(_around(stop[0], wide)) and _crowd(stop[0], lines) == 0


def _crowd(point: Point, lines: Squares) -> int:
    """Return how many other lines pass so near that the badge might be theirs."""
    return len(lines.under(Box(*point, 0, 0))) - 1


def _beside(a: Point, b: Point) -> Box:
    """Return where one is so near to a piece of a line that it might be meant."""
    x, y = min(a[0], b[0]) - CROWD, min(a[1], b[1]) - CROWD
    wide, high = abs(a[0] - b[0]), abs(a[1] - b[1])
    return Box(x, y, wide + 2 * CROWD, high + 2 * CROWD)
