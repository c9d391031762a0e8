"""Ways that share a strait travel beside each other, as ships do.

Edges of one source and verdict keep together on one track until they part; others get
a track of their own, as far as the strait is wide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accessmap.graph.geometry import Axis, Point, Strait, pieces, straightened

GAP = 4.0  # between two tracks


@dataclass(frozen=True, slots=True)
class Run:
    """One straight piece of one way, along a strait."""

    way: str
    piece: int
    start: float
    end: float


def spread(
    ways: Mapping[str, Sequence[Point]],
    courses: Mapping[str, str],
    straits: Sequence[Strait],
) -> dict[str, list[Point]]:
    """Return the ways, moved apart where different courses share a strait."""
    widths = {(each.axis, each.at): each.width for each in straits}
    runs: dict[tuple[Axis, float], list[Run]] = defaultdict(list)
    for way, points in ways.items():
        for index, (a, b) in enumerate(pieces(points)):
            axis = Axis.UPRIGHT if a[0] == b[0] else Axis.LEVEL
            at, one, other = (
                (a[0], a[1], b[1]) if axis is Axis.UPRIGHT else (a[1], a[0], b[0])
            )
            if (axis, at) in widths:
                run = Run(way, index, min(one, other), max(one, other))
                runs[axis, at].append(run)
    moved: dict[tuple[str, int], float] = {}
    for key, found in runs.items():
        moved.update(_tracks(found, courses, widths[key]))
    return {way: _redrawn(way, points, moved) for way, points in ways.items()}


def _tracks(
    runs: Sequence[Run], courses: Mapping[str, str], width: float
) -> dict[tuple[str, int], float]:
    by_course: dict[str, list[Run]] = defaultdict(list)
    for run in runs:
        by_course[courses[run.way]].append(run)
    count = 2 * int(width / 2 / GAP) + 1
    taken: list[list[Run]] = [[] for _ in range(count)]
    moved = {}
    for _course, together in sorted(by_course.items()):
        track = next(
            (
                index
                for index in range(count)
                if not any(
                    _meet(one, other) for one in together for other in taken[index]
                )
            ),
            # No room beside the others: share with those who are fewest.
            min(range(count), key=lambda index: len(taken[index])),
        )
        taken[track] += together
        aside = ((track + 1) // 2) * GAP * (1 if track % 2 else -1)
        for run in together:
            moved[run.way, run.piece] = aside
    return moved


def _meet(one: Run, other: Run) -> bool:
    return one.start < other.end and other.start < one.end


def _redrawn(
    way: str, points: Sequence[Point], moved: Mapping[tuple[str, int], float]
) -> list[Point]:
    shifted = [list(point) for point in points]
    for index, (a, b) in enumerate(pieces(points)):
        aside = moved.get((way, index), 0.0)
        coordinate = 0 if a[0] == b[0] else 1
        for end in (index, index + 1):
            shifted[end][coordinate] += aside
    # Both ends stand still, whatever their straits do.
    shifted[0], shifted[-1] = list(points[0]), list(points[-1])
    return straightened([(x, y) for x, y in shifted])
