"""The edges of a map as SVG: colour, line and sign of their verdict, and a badge."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from xml.etree.ElementTree import Element

from accessmap.changes_look import SIGNS
from accessmap.graph.bundles import worst
from accessmap.graph.export.brush import box, palette, shape, sign, width, write
from accessmap.graph.geometry import Box, Point
from accessmap.policy.kinds import Verdict
from accessmap.verdicts import look

RADIUS = 22.0  # of a bend
ARROW = (8.0, 3.6)  # length, and half its width


@dataclass(frozen=True, slots=True)
class Line:
    """How an edge is drawn; ``static/js/map/style.js`` says the same to the browser."""

    width: float
    dashes: str = ""
    is_round: bool = False
    opacity: float = 1.0

    @property
    def stroke(self) -> dict[str, str]:
        """Return how the stroke is broken, as SVG says it."""
        said = {"stroke_dasharray": self.dashes} if self.dashes else {}
        return said | ({"stroke_linecap": "round"} if self.is_round else {})


LINES: Mapping[str, Line] = MappingProxyType(
    {
        Verdict.PUBLIC: Line(1.6),  # between two: it is drawn double
        Verdict.ANY_ACCOUNT: Line(2, "9 4 2 4"),
        Verdict.EXTERNAL: Line(2.4),
        Verdict.UNKNOWN: Line(2, "1 7", is_round=True),
        Verdict.FEDERATED: Line(1.8, "5 4"),
        Verdict.SERVICE: Line(2, "0.5 4", is_round=True),
        Verdict.ORGANIZATION: Line(1.8, "11 5"),
        Verdict.IN_ORG: Line(1, opacity=0.45),
        Verdict.SAME_ACCOUNT: Line(1, opacity=0.45),
    }
)
EVERYDAY = frozenset({Verdict.IN_ORG, Verdict.SAME_ACCOUNT})


def verdict_of(edge: Mapping[str, Any]) -> str:
    """Return the worst of an edge, of what gets through if anything does."""
    return worst(edge["held"] or edge["blocked"])


def draw_way(
    root: Element, edge: Mapping[str, Any], short: float, *, is_quiet: bool
) -> None:
    """Draw an edge that ends ``short`` of its target's middle."""
    way = [(float(x), float(y)) for x, y in edge["way"]]
    end, angle = _ends(way, short)
    way[-1] = end
    verdict = verdict_of(edge)
    line, colour = LINES.get(verdict, LINES[Verdict.UNKNOWN]), palette()[verdict]
    opacity = 0.8 if edge["parts"] else line.opacity
    opacity = min(opacity, 0.3 if is_quiet else 1.0, 1.0 if edge["held"] else 0.75)
    drawn = shape(
        root, "g", fill="none", stroke=colour, opacity=opacity, stroke_width=line.width
    )
    path = {"d": bent(way)}
    if verdict == Verdict.PUBLIC:
        shape(drawn, "path", **path, stroke_width=line.width + 2.6)
        shape(drawn, "path", **path, stroke=palette()["land2"])
    else:
        shape(drawn, "path", **path, **line.stroke)
    where = f"translate({end[0]:.1f} {end[1]:.1f}) rotate({math.degrees(angle):.1f})"
    if not edge["held"]:
        shape(drawn, "path", d="M0-6V6", transform=where, stroke_width=2)
        return
    scale = 0.65 if verdict in EVERYDAY and not edge["parts"] else 1.0
    long, half = ARROW[0] * scale, ARROW[1] * scale
    head = f"M0 0-{long:g}-{half:g}V{half:g}z"
    shape(drawn, "path", d=head, transform=where, fill=colour, stroke="none")


def _ends(way: Sequence[Point], short: float) -> tuple[Point, float]:
    """Return where an edge ends, and in which direction it then points."""
    (x, y), (to_x, to_y) = way[-2], way[-1]
    angle = math.atan2(to_y - y, to_x - x)
    short = min(short, math.dist((x, y), (to_x, to_y)) * 0.8)
    return (to_x - short * math.cos(angle), to_y - short * math.sin(angle)), angle


def bent(way: Sequence[Point]) -> str:
    """Return the path of a way, its corners rounded."""
    told = [f"M{way[0][0]:.1f} {way[0][1]:.1f}"]
    for before, corner, after in zip(way, way[1:], way[2:], strict=False):
        room = min(math.dist(before, corner), math.dist(corner, after)) / 2
        start = _towards(corner, before, min(RADIUS, room))
        end = _towards(corner, after, min(RADIUS, room))
        told.append(f"L{start[0]:.1f} {start[1]:.1f}")
        told.append(f"Q{corner[0]:.1f} {corner[1]:.1f} {end[0]:.1f} {end[1]:.1f}")
    told.append(f"L{way[-1][0]:.1f} {way[-1][1]:.1f}")
    return "".join(told)


def _towards(start: Point, end: Point, far: float) -> Point:
    (x, y), (to_x, to_y) = start, end
    share = far / (math.dist(start, end) or 1.0)
    return x + (to_x - x) * share, y + (to_y - y) * share


def label_of(edge: Mapping[str, Any]) -> str:
    """Return what a badge says: what changed, how many accounts or how many grants."""
    counts = (edge["held"], edge["blocked"])
    label: str = edge["label"]
    return label or f"{sum(sum(each.values()) for each in counts):,}"


def badge_box(edge: Mapping[str, Any]) -> Box:
    """Return the ground that an edge's badge takes."""
    x, y = edge["badge"]
    wide = 26 + width(label_of(edge), is_bold=True)
    return Box(x - wide / 2, y - 9.5, wide, 19)


def draw_badge(root: Element, edge: Mapping[str, Any], *, is_quiet: bool) -> None:
    """Draw how many grants an edge stands for, or what became of them."""
    verdict, colours = verdict_of(edge), palette()
    area, (_x, y) = badge_box(edge), edge["badge"]
    tone = _tone(edge["changes"])
    drawn = shape(root, "g", opacity=0.3) if is_quiet else root
    fill = colours[f"{tone}-ground"] if tone else colours["surface"]
    box(drawn, area, rx=9.5, fill=fill, stroke=colours[verdict], stroke_width=1.4)
    icon = look(verdict).icon if edge["held"] else "bar"
    sign(drawn, icon, (area.x + 12, y), size=12, colour=colours[verdict])
    colour = tone or verdict
    write(drawn, (area.x + 20, y), label_of(edge), fill=colour, is_bold=True)


def _tone(changes: Mapping[str, int]) -> str:
    if len(changes) > 1:
        return "warn"
    return SIGNS[change].tone if (change := next(iter(changes), "")) else ""
