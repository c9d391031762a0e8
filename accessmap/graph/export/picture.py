"""SVG and PNG of an answer: columns of places by hops, lines, the stamp below."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from django.utils.translation import gettext as _

from accessmap.graph.export import raster
from accessmap.graph.export.brush import lines_of, width
from accessmap.graph.export.extract import Dot, Extract, Link, safe

WIDE, HIGH = 380, 56  # of one place with its room
EDGE, TOP = 48, 72
TURN = 120  # after which a line that goes past a column is level
DRAWN = 240  # places; more is a table, and it is said
FONT = "system-ui, 'Noto Sans', 'Noto Sans CJK JP', sans-serif"
INK, QUIET, LINE, GROUND = "#14212A", "#5A6973", "#566B79", "#FFFFFF"
Spot = tuple[int, int]


def svg(found: Extract) -> bytes:
    """Return the extract as SVG, without scripts and without anything from outside."""
    dots = found.dots[:DRAWN]
    spots = _spots(dots, is_apart=_leaps(dots, found.links))
    wide = EDGE * 2 + WIDE * (max((e.column for e in dots), default=0) + 1)
    room = wide - EDGE * 2
    title = list(lines_of(found.stamp.title, room, 17.0))
    foot = [
        part for line in _foot(found, len(dots)) for part in lines_of(line, room, 12.0)
    ]
    down = 24 * (len(title) - 1)
    spots = {key: (x, y + down) for key, (x, y) in spots.items()}
    below = max((y for _x, y in spots.values()), default=TOP + down) + HIGH
    high = below + 18 * len(foot) + 24
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {wide} {high}",
            "width": str(wide),
            "height": str(high),
            "font-family": FONT,
        },
    )
    SubElement(root, "rect", {"width": "100%", "height": "100%", "fill": GROUND})
    for at, line in enumerate(title):
        _write(root, (EDGE, 36 + 24 * at), line, "17", INK)
    counted: dict[str, list[str]] = defaultdict(list)
    for link in found.links:
        if link.accounts:
            counted[link.source].append(link.sentence)
    below_name = {dot.id: _below(dot, counted[dot.id]) for dot in dots}
    ends = {dot.id: _end(dot, below_name[dot.id]) for dot in dots}
    for link in found.links:
        if link.source in spots and link.target in spots:
            start, end = spots[link.source], spots[link.target]
            away = ends[link.source] if start[0] < end[0] else 0
            back = ends[link.target] if start[0] > end[0] else 0
            start, end = (start[0] + away, start[1]), (end[0] + back, end[1])
            _draw(root, start, end, bool(link.doubts))
    for dot in dots:
        _place(root, spots[dot.id], dot, below_name[dot.id])
    for at, line in enumerate(foot):
        _write(root, (EDGE, below + 12 + 18 * at), line, "12", QUIET)
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _leaps(dots: Sequence[Dot], links: Sequence[Link]) -> bool:
    """Say whether a line goes past a column: there it must cross no name."""
    columns = {dot.id: dot.column for dot in dots}
    ends = [(columns.get(e.source, 0), columns.get(e.target, 0)) for e in links]
    return any(abs(start - end) > 1 for start, end in ends)


def _spots(dots: Sequence[Dot], *, is_apart: bool) -> dict[str, Spot]:
    """Return where each place stands; ``is_apart``: in a row of its own."""
    rows: Counter[int] = Counter()
    spots = {}
    if is_apart:
        begins = 0
        for column, count in sorted(Counter(dot.column for dot in dots).items()):
            rows[column], begins = begins, begins + count
    for dot in dots:
        spots[dot.id] = (EDGE + 8 + dot.column * WIDE, TOP + rows[dot.column] * HIGH)
        rows[dot.column] += 1
    return spots


def _draw(root: Element, start: Spot, end: Spot, is_doubtful: bool) -> None:  # noqa: FBT001
    (x, y), (to_x, to_y) = start, end
    bend = (to_x - x) / 2 if to_x != x else -60
    # Past a column a line keeps to the row of its farther end, which is its own.
    left, right = min(x, to_x), max(x, to_x)
    if right - left > WIDE:
        near, far = (y, to_y) if x < to_x else (to_y, y)
        turn = left + min(TURN, WIDE - EDGE)
        path = f"M{left},{near} C{turn},{near} {left},{far} {turn},{far} H{right}"
    else:
        path = f"M{x},{y} C{x + bend},{y} {to_x - bend},{to_y} {to_x},{to_y}"
    said = {"d": path, "fill": "none", "stroke": LINE, "stroke-width": "1.4"}
    if is_doubtful:
        said["stroke-dasharray"] = "6 4"
    SubElement(root, "path", said)


def _below(dot: Dot, counted: Sequence[str]) -> str:
    """Return what stands below a name: whose it is, and what it reaches."""
    own = dot.account if dot.kind == "account" else dot.account_name
    own = own if dot.kind == "account" else f"{own} {dot.account}".strip()
    return " · ".join([*([own] if own not in {"", _name(dot)} else []), *counted])


def _name(dot: Dot) -> str:
    return dot.name or dot.account or dot.id


def _end(dot: Dot, below: str) -> int:
    """Return how far from its circle the words of a place end: lines begin there."""
    wide = 14 + max(width(_name(dot), 13.0), width(below, 11.0)) + 6
    return int(min(wide, WIDE - 60))


def _place(root: Element, spot: Spot, dot: Dot, below: str) -> None:
    x, y = spot
    circle = {"cx": str(x), "cy": str(y), "r": "6", "fill": GROUND, "stroke": INK}
    SubElement(root, "circle", {**circle, "stroke-width": "2"})
    _write(root, (x + 14, y + 1), _name(dot), "13", INK)
    _write(root, (x + 14, y + 17), below, "11")


def _write(root: Element, at: Spot, text: str, size: str, fill: str = QUIET) -> None:
    said = {"x": str(at[0]), "y": str(at[1]), "font-size": size, "fill": fill}
    # A white edge keeps the name legible where a line passes.
    halo = {"stroke": GROUND, "stroke-width": "3", "paint-order": "stroke"}
    element = SubElement(root, "text", {**said, **halo})
    element.text = safe(text)


def _foot(found: Extract, drawn: int) -> list[str]:
    stamp = found.stamp
    said, *running = stamp.of_crawl
    if drawn < len(found.dots):
        said += " " + _("%(drawn)s of %(all)s places are drawn.") % {
            "drawn": drawn,
            "all": len(found.dots),
        }
    lines = [said, *running, stamp.coverage]
    if stamp.compared_with:
        lines.append(_("Compared with %(then)s") % {"then": stamp.compared})
    if stamp.why_not:
        lines.extend(stamp.why_not.split("; "))
    return lines


def png(found: Extract) -> bytes:
    """Return the same picture as points."""
    return raster.png(svg(found))
