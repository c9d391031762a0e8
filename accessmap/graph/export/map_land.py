"""The land of a map as SVG: units in their areas, and accounts at home in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element

from accessmap.graph.export.brush import box, lines_of, palette, shape, width, write
from accessmap.graph.export.extract import safe
from accessmap.graph.export.names import Name
from accessmap.graph.geometry import Box
from accessmap.graph.reading import State
from accessmap.policy.kinds import Verdict

CELL = 12.0
NOTE = 104.0  # as wide as what is said of an account that was not read
HEATS = (Verdict.PUBLIC, Verdict.ANY_ACCOUNT, Verdict.EXTERNAL, Verdict.UNKNOWN)
HATCH = "hatch"


def area_of(each: Mapping[str, Any]) -> Box:
    """Return the box of the land, or of a unit."""
    return Box(each["x"], each["y"], each["w"], each["h"])


def around(area: Box, away: float) -> Box:
    """Return the box that is ``away`` from another on each side."""
    wide, high = area.width + 2 * away, area.height + 2 * away
    return Box(area.x - away, area.y - away, wide, high)


def draw_land(root: Element, picture: Mapping[str, Any]) -> None:
    """Draw the coast and the units; what lies in them comes later."""
    _hatch(root)
    colours, land = palette(), area_of(picture["land"])
    for away in (24, 16, 8):
        far = around(land, away)
        coast = {"stroke": colours["coast"], "stroke_opacity": 0.35}
        box(root, far, rx=40, fill="none", **coast)
    for unit in sorted(picture["territories"], key=lambda each: each["depth"]):
        area, depth = area_of(unit), min(unit["depth"], 2)
        border = colours["coast" if depth == 0 else "shore"]
        radius = 30 if depth == 0 else 18
        drawn = {"stroke": border, "rx": radius}
        box(root, area, fill=colours[f"land{depth}"], **drawn)
        if _is_unread(area, picture["towns"]):
            dashes = {"stroke": colours["control"], "stroke_dasharray": "5 4"}
            box(root, area, fill=f"url(#{HATCH})", rx=radius, **dashes)
    for cell in picture.get("cells", ()):
        draw_cell(root, cell)


def _hatch(root: Element) -> None:
    tile = {"width": 8, "height": 8, "patternUnits": "userSpaceOnUse"}
    pattern = shape(shape(root, "defs"), "pattern", id=HATCH, **tile)
    lines = "M-2 2 2-2M0 8 8 0M6 10l4-4"
    shape(pattern, "path", d=lines, stroke=palette()["coast"], stroke_width=1)


def _is_unread(area: Box, towns: list[dict[str, Any]]) -> bool:
    inside = [each for each in towns if area.contains(each["x"], each["y"])]
    return bool(inside) and all(each["reading"] == State.UNREAD for each in inside)


def draw_cell(root: Element, cell: Mapping[str, Any]) -> None:
    """Draw one cell of heat: the worst granted in it, dashed where not all is read."""
    colours, heat = palette(), cell["heat"]
    fill = colours[heat] if heat in HEATS else colours["shore"]
    unsure = {}
    if cell["reading"] != State.COMPLETE:
        unsure = {"stroke": colours["ink2"], "stroke_width": 1.5}
        unsure |= {"stroke_dasharray": "3 2"}
    fill = "none" if heat == "unread" else fill
    corner = (cell["x"] - CELL / 2, cell["y"] - CELL / 2)
    box(root, Box(*corner, CELL, CELL), rx=3, fill=fill, **unsure)


def name_units(root: Element, picture: Mapping[str, Any], gates: set[str]) -> list[Box]:
    """Write what units are called and how many live there; return its ground."""
    taken = []
    for unit in picture["territories"]:
        x, y = unit["x"] + (25 if unit["id"] in gates else 14), unit["y"] + 11
        size = f"{unit['size']:,}"
        right = unit["x"] + unit["w"] - 12
        wide = width(unit["name"], is_bold=True)
        write(root, (x, y), unit["name"], fill="ink2", halo="land2", is_bold=True)
        if x + wide + 8 < right - width(size):
            write(root, (right, y), size, fill="ink3", halo="land2", anchor="end")
        taken.append(Box(x, y - 8, wide, 16))
    return taken


def draw_town(root: Element, town: Mapping[str, Any]) -> None:
    """Draw an account where it is at home; pointing at it tells its name."""
    colours = palette()
    looks = {"fill": colours["ink"], "stroke": colours["land2"]}
    if town["reading"] == State.PARTIAL:
        looks = {"fill": colours["control"], "stroke": colours["ink"]}
    elif town["reading"] == State.UNREAD:
        looks = {"fill": colours["land2"], "stroke": colours["ink2"]}
    if town["reading"] != State.COMPLETE:
        looks["stroke_dasharray"] = "3 2.4"
    place = {"cx": town["x"], "cy": town["y"], "r": town["r"]}
    drawn = shape(root, "circle", **place, stroke_width=2, **looks)
    shape(drawn, "title").text = safe(f"{town['name']} {town['id']}")


def names_of(town: Mapping[str, Any]) -> list[Name]:
    """Return what is written at an account; its id and tags stay in any case."""
    x, below = town["x"], town["y"] + town["r"]
    tags = town["tags"]
    rank = (2 if tags else 3) + 1 / (1 + town["r"])
    found = [Name(town["id"], (x, below + 8.5), town["name"], rank=rank, is_bold=True)]
    if town["name"] == town["id"]:
        found = []
    found.append(
        Name(
            town["id"],
            (x, below + 22),
            town["id"],
            size=10.9,
            fill="ink3",
            is_code=True,
        )
    )
    note = lines_of(town["note"], NOTE) if town["note"] else ()
    for index, line in enumerate(note):
        at = x, below + 36 + 16 * index
        found.append(Name(town["id"], at, line, fill="ink2"))
    return found


def draw_pills(root: Element, town: Mapping[str, Any]) -> list[Box]:
    """Draw the tags that everybody should see; return the ground they take."""
    taken, colours = [], palette()
    for index, tag in enumerate(town["tags"]):
        wide = 14 + width(tag, is_bold=True)
        x, y = town["x"] + town["r"] + 7, town["y"] - 12 - 19 * index
        area = Box(x - 7, y - 9, wide, 18)
        box(root, area, rx=9, fill=colours["button"])
        middle = area.x + wide / 2, y
        write(root, middle, tag, fill="button-text", anchor="middle", is_bold=True)
        taken.append(area)
    return taken
