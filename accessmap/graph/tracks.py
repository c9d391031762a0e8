"""Ways that share a strait travel beside each other, as ships do.

Edges of one course keep together on one track until they part; others get a track of
their own, as far as the strait is wide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from accessmap.graph.bundles import Bundle
from accessmap.graph.geometry import Axis, Point, Strait, pieces, straightened
from accessmap.policy.kinds import Verdict

GAP = 4.0  # between two tracks
# Drawn with one stroke, which stays itself where two lie on each other.
SOLID = frozenset({Verdict.PUBLIC, Verdict.EXTERNAL, Verdict.IN_ORG})


@dataclass(frozen=True, slots=True)
class Run:
    """One straight piece of one way, along a strait."""

    way: str
    piece: int
    start: float
    end: float


def courses(edges: Iterable[Bundle]) -> dict[str, str]:
    """Return what course each edge is of: its verdict's, or many would be a harness.

    Where a verdict is drawn in dashes, a source's: those of two sources would fill each
    other's gaps.
    """
    return {
        edge.id: (
            edge.verdict
            if edge.verdict in SOLID
            else f"{edge.verdict}:{edge.source.id}"
        )
        for edge in edges
    }


def spread(
    ways: Mapping[str, Sequence[Point]],
    course_of: Mapping[str, str],
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
        moved.update(_tracks(found, course_of, widths[key]))
    return {way: _redrawn(way, points, moved) for way, points in ways.items()}


def _tracks(
    runs: Sequence[Run], course_of: Mapping[str, str], width: float
) -> dict[tuple[str, int], float]:
    by_course: dict[str, list[Run]] = defaultdict(list)
    for run in runs:
        by_course[course_of[run.way]].append(run)
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
