"""The ways that edges take: through the straits, never across names.

A small chart of lines and their crossings, and Dijkstra on it. A turn costs something,
so that ways are calm; lanes between towns cost more than open water.
"""

from __future__ import annotations

import heapq
import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from accessmap.graph.geometry import Axis, Point, Strait, straightened

TURN = 26.0
BORDER = 20.0  # between a lane inside a border and the strait outside, at most

Node = int
# Where one is, and along which axis one came.
Stand = tuple[Node, str]


@dataclass(frozen=True, slots=True)
class Port:
    """Where edges leave and enter: a place, and the sides that are free for it."""

    id: str
    at: Point
    sides: tuple[str, ...]  # left · right · up · down


class Chart:
    """Straits, their crossings, and the ports on them."""

    def __init__(self, straits: Sequence[Strait], ports: Iterable[Port]) -> None:
        """Find every crossing once; routes are then only looked up."""
        self._straits = tuple(straits)
        self._points: list[Point] = []
        self._on: dict[int, list[tuple[float, Node]]] = defaultdict(list)
        self._ways: dict[Node, list[tuple[Node, str, float]]] = defaultdict(list)
        self._ports: dict[str, Node] = {}
        self._cross()
        for port in ports:
            self._moor(port)
        self._link()
        self._harbours = frozenset(self._ports.values())

    def _add(self, point: Point) -> Node:
        self._points.append(point)
        return len(self._points) - 1

    def _cross(self) -> None:
        upright = [
            (index, each)
            for index, each in enumerate(self._straits)
            if each.axis is Axis.UPRIGHT
        ]
        level = [
            (index, each)
            for index, each in enumerate(self._straits)
            if each.axis is Axis.LEVEL
        ]
        for column, across in upright:
            for row, along in level:
                if (
                    along.start <= across.at <= along.end
                    and across.start <= along.at <= across.end
                ):
                    node = self._add((across.at, along.at))
                    self._on[column].append((along.at, node))
                    self._on[row].append((across.at, node))

    def _moor(self, port: Port) -> None:
        node = self._ports[port.id] = self._add(port.at)
        for side in port.sides:
            for index in self._in_reach(port.at, side):
                self._berth(node, port.at, side, index)

    def _berth(self, node: Node, at: Point, side: str, index: int) -> None:
        """Link a port with one strait at its side."""
        strait = self._straits[index]
        x, y = at
        is_level = side in {"left", "right"}
        point = (strait.at, y) if is_level else (x, strait.at)
        berth = self._add(point)
        self._on[index].append((y if is_level else x, berth))
        axis = Axis.LEVEL if is_level else Axis.UPRIGHT
        way = abs(point[0] - x) + abs(point[1] - y)
        self._ways[node].append((berth, axis, way))
        self._ways[berth].append((node, axis, way))

    def _in_reach(self, at: Point, side: str) -> list[int]:
        """Return the nearest strait at a side, and those beside it across a border."""
        axis = Axis.UPRIGHT if side in {"left", "right"} else Axis.LEVEL
        here, along = at if axis is Axis.UPRIGHT else (at[1], at[0])
        sign = -1 if side in {"left", "up"} else 1
        reachable = sorted(
            (sign * (strait.at - here), index)
            for index, strait in enumerate(self._straits)
            if strait.axis is axis
            and strait.start <= along <= strait.end
            and sign * (strait.at - here) > 0
        )
        found: list[int] = []
        last = None
        for away, index in reachable:
            if last is not None and away - last > BORDER:
                break
            found.append(index)
            last = away
        return found

    def _link(self) -> None:
        for index, found in self._on.items():
            strait = self._straits[index]
            found.sort()
            for (a, one), (b, other) in itertools.pairwise(found):
                cost = (b - a) * strait.toll
                self._ways[one].append((other, strait.axis, cost))
                self._ways[other].append((one, strait.axis, cost))

    def routes(self, source: str, targets: Iterable[str]) -> dict[str, list[Point]]:
        """Return the calmest way from ``source`` to each target that can be reached."""
        start = self._ports[source]
        before = self._explore(start)
        found = {}
        for target in targets:
            node = self._ports[target]
            arrivals = [
                (cost, (node, axis))
                for axis in Axis
                if (cost := before.get((node, axis), (None, None))[0]) is not None
            ]
            if arrivals:
                found[target] = self._trace(before, min(arrivals)[1])
        return found

    def _explore(self, start: Node) -> dict[Stand, tuple[float, Stand | None]]:
        settled: dict[Stand, tuple[float, Stand | None]] = {}
        order = itertools.count()  # decides between equals, the same every time
        queue: list[tuple[float, int, Node, str, Stand | None]] = [
            (0.0, next(order), start, axis, None) for axis in Axis
        ]
        while queue:
            cost, _, node, axis, came_from = heapq.heappop(queue)
            if (node, axis) in settled:
                continue
            settled[node, axis] = (cost, came_from)
            if node in self._harbours and node != start:
                continue  # no way leads through somebody's town
            for other, along, way in self._ways[node]:
                if (other, along) not in settled:
                    turn = TURN if along != axis and node != start else 0.0
                    step = (cost + way + turn, next(order), other, along, (node, axis))
                    heapq.heappush(queue, step)
        return settled

    def _trace(
        self, before: Mapping[Stand, tuple[float, Stand | None]], end: Stand
    ) -> list[Point]:
        way: list[Point] = []
        stand: Stand | None = end
        while stand is not None:
            way.append(self._points[stand[0]])
            stand = before[stand][1]
        return straightened(way[::-1])
