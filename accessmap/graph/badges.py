"""Where each edge carries its badge: on its way, and off everybody's name."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from accessmap.graph.geometry import Box, Point, length, pieces

HIGH = 19.0
STEP = 6.0
CLEAR_OF_CORNERS = 12.0
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
    """Return a place for the badge of each way; who has the least choice goes first."""
    boxes = list(taken)
    stops = {way: list(_stops(points)) for way, points in ways.items()}

    def choice(way: str) -> int:
        wide = width(labels[way])
        return sum(
            not any(_around(at, wide).overlaps(box) for box in taken)
            for at, _share in stops[way]
        )

    lines = [*ways.values(), *others]
    placed = {}
    # Sorting keeps the order given, worst first, among those of equal choice.
    for way in sorted(ways, key=choice):
        wide = width(labels[way])
        best = min(
            stops[way],
            key=lambda stop: _cost(stop, _around(stop[0], wide), boxes, lines),
            default=None,
        )
        if best is None:
            continue
        placed[way] = best[0]
        boxes.append(_around(best[0], wide + 4))
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


def _cost(
    stop: Stop, box: Box, taken: Sequence[Box], lines: Sequence[Sequence[Point]]
) -> tuple[int, float]:
    overlaps = sum(box.overlaps(other) for other in taken)
    crowd = sum(_is_near(stop[0], line) for line in lines) - 1
    return overlaps, 0.6 * crowd + abs(stop[1] - 0.4)


def _is_near(point: Point, line: Sequence[Point]) -> bool:
    x, y = point
    return any(
        min(a[0], b[0]) - CROWD < x < max(a[0], b[0]) + CROWD
        and min(a[1], b[1]) - CROWD < y < max(a[1], b[1]) + CROWD
        for a, b in pieces(line)
    )
