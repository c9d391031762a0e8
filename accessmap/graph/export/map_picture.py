"""The map itself as SVG: the places of the page, nothing hidden by a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, tostring

from accessmap.graph.export import map_land, map_rim
from accessmap.graph.export.brush import SANS, palette, shape, write
from accessmap.graph.export.extract import Stamp
from accessmap.graph.export.map_legend import draw_foot, draw_legend, foot
from accessmap.graph.export.map_ways import badge_box, draw_badge, draw_way
from accessmap.graph.export.names import Name, apart
from accessmap.graph.geometry import Box

MARGIN, TITLE, BELOW = 32.0, 44.0, 24.0
COAST = 26.0  # of the lines around the land
WIDEST = 960.0  # at least: the stamp and the legend want room
LANDING, GATE, AT_TOWN = 3.0, 8.0, 2.5  # short of whose middle an edge ends


def map_svg(picture: Mapping[str, Any], stamp: Stamp, says: Sequence[str]) -> bytes:
    """Return the map with its legend and stamp; ``says`` is how it was narrowed."""
    root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "font-family": SANS})
    ground = shape(root, "rect", fill=palette()["sea"])
    inner = _draw(root, picture) if picture["territories"] else Box(0, 0, WIDEST, 0)
    wide = max(inner.width, WIDEST)
    left = inner.middle[0] - wide / 2
    top = inner.y - TITLE
    write(root, (left, top + 8), stamp.title, size=17.0, is_bold=True)
    below = Box(left, inner.bottom + BELOW, wide, 0)
    end = draw_legend(root, below, picture)
    lines = foot(stamp, picture, says)
    end = draw_foot(root, Box(left, end + BELOW, wide, 0), lines)
    whole = Box(left - MARGIN, top - MARGIN / 2, wide + 2 * MARGIN, 0)
    high = end + MARGIN / 2 - whole.y
    where = {"x": whole.x, "y": whole.y, "width": whole.width, "height": high}
    for name, value in where.items():
        ground.set(name, f"{value:.1f}")
    root.set("viewBox", " ".join(f"{value:.1f}" for value in where.values()))
    root.set("width", f"{whole.width:.0f}")
    root.set("height", f"{high:.0f}")
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _draw(root: Element, picture: Mapping[str, Any]) -> Box:
    """Draw everything back to front; return the ground that it takes."""
    map_land.draw_land(root, picture)
    gates = _gates(picture)
    ways = [edge for edge in picture["edges"] if len(edge["way"]) > 1]
    short = _shorts(picture)
    drawn = shape(root, "g")
    for edge in reversed(ways):
        far = short.get(edge["target"], GATE)
        draw_way(drawn, edge, far, is_quiet=_is_quiet(picture, edge))
    for party in picture["parties"]:
        map_rim.draw_party(root, party)
    for town in _towns(picture):
        map_land.draw_town(root, town)
    taken = map_land.name_units(root, picture, gates)
    for town in _towns(picture):
        taken += map_land.draw_pills(root, town)
    taken += [badge_box(edge) for edge in ways if edge["badge"]]
    names = apart(list(_names(picture)), taken)
    for name in names:
        name.write(root)
    for edge in reversed(ways):
        if edge["badge"]:
            draw_badge(root, edge, is_quiet=_is_quiet(picture, edge))
    return _around(picture, [*taken, *(name.box for name in names)])


def _towns(picture: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the accounts that are drawn; how well a unit was read is asked of all."""
    hidden = frozenset(picture.get("hidden", ()))
    return [each for each in picture["towns"] if each["id"] not in hidden]


def _is_quiet(picture: Mapping[str, Any], edge: Mapping[str, Any]) -> bool:
    """Say whether an edge stands back: between two dates, it stayed the same."""
    return bool(picture["is_compared"]) and not edge["changes"]


def _gates(picture: Mapping[str, Any]) -> set[str]:
    """Return the units at whose gate an edge ends, or begins."""
    if picture["view"] == "units":
        return set()
    ends = {edge[end] for edge in picture["edges"] for end in ("source", "target")}
    return {each["id"] for each in picture["territories"]} & ends


def _shorts(picture: Mapping[str, Any]) -> dict[str, float]:
    found = {each["id"]: each["r"] + AT_TOWN for each in picture["towns"]}
    if picture["view"] == "units":
        found |= {each["id"]: LANDING for each in picture["territories"]}
    return found


def _names(picture: Mapping[str, Any]) -> list[Name]:
    found = [map_rim.heading(group) for group in picture["groups"]]
    for party in picture["parties"]:
        found += map_rim.names_of(party)
    for town in _towns(picture):
        found += map_land.names_of(town)
    return found


def _around(picture: Mapping[str, Any], names: Sequence[Box]) -> Box:
    """Return the smallest box around everything that was drawn."""
    boxes = [
        map_land.around(map_land.area_of(picture["land"]), COAST),
        *names,
        *(Box(each["x"] - 18, each["y"] - 18, 36, 36) for each in picture["parties"]),
        *(Box(x, y, 0, 0) for each in picture["edges"] for x, y in each["way"]),
    ]
    left, top = min(each.x for each in boxes), min(each.y for each in boxes)
    right = max(each.right for each in boxes)
    bottom = max(each.bottom for each in boxes)
    return Box(left, top, right - left, bottom - top)
