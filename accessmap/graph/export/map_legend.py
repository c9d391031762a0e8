"""The legend and the stamp below a map: what its lines mean, and of when it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accessmap.changes_look import SIGNS
from accessmap.graph.export.brush import box, lines_of, palette, shape, sign, write
from accessmap.graph.export.extract import Stamp
from accessmap.graph.export.map_land import HEATS, draw_cell
from accessmap.graph.export.map_ways import LINES
from accessmap.graph.geometry import Box
from accessmap.graph.reading import State
from accessmap.graph.shown import bundled
from accessmap.policy.kinds import Verdict
from accessmap.verdicts import LOOKS

ITEM, ROW, MARGIN = 300.0, 24.0, 20.0


def draw_legend(root: Element, area: Box, picture: Mapping[str, Any]) -> float:
    """Draw what stands for what, in columns; return where it ends."""
    columns = max(1, int((area.width - 2 * MARGIN) // ITEM))
    items = list(_items(picture))
    rows = -(-len(items) // columns)
    ground = Box(area.x, area.y, area.width, rows * ROW + 2 * MARGIN - 8)
    box(root, ground, rx=14, fill=palette()["surface"])
    for index, (kind, word, count) in enumerate(items):
        column, row = divmod(index, rows)
        x = area.x + MARGIN + column * ITEM
        y = area.y + MARGIN + 4 + row * ROW
        _draw_item(root, x, y, kind)
        write(root, (x + 68, y), word)
        write(root, (x + ITEM - 24, y), count, fill="ink2", anchor="end")
    return ground.bottom


def _items(picture: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield kind, word and count of each line of the legend that the map needs."""
    counted = picture["counted"]
    for verdict, looks in LOOKS.items():
        if count := counted["held"].get(verdict):
            yield verdict, str(looks.word), f"{count:,}"
    if counted["blocked"]:
        yield "blocked", _("Blocked"), f"{counted['blocked']:,}"
    for change in SIGNS.values():
        if count := counted["changes"].get(change.slug):
            yield f"change:{change.slug}", str(change.word), f"{count:,}"
    yield from _readings(picture)


def _readings(picture: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield what cells mean, and that something was not read completely."""
    is_far = picture["view"] == "units"
    if is_far:
        heats = {each["heat"] for each in picture["cells"]}
        for heat in (each for each in HEATS if each in heats):
            yield f"cell:{heat}", str(LOOKS[heat].word), ""
        yield "cell:", _("Nothing from outside"), ""
    places = picture["cells" if is_far else "towns"]
    if any(each["reading"] != State.COMPLETE for each in places):
        kind = "cell:unread" if is_far else "town:unread"
        yield kind, _("Not read completely"), ""


def _draw_item(root: Element, x: float, y: float, kind: str) -> None:
    what, _colon, which = kind.rpartition(":")
    colours = palette()
    if what == "cell":
        reading = State.UNREAD if which == "unread" else State.COMPLETE
        cell = {"x": x + 26, "y": y, "heat": which, "reading": reading}
        draw_cell(root, cell)
    elif what == "town":
        dashes = {"stroke": colours["ink2"], "stroke_dasharray": "3 2.4"}
        ring = {"fill": colours["land2"], "stroke_width": 2, **dashes}
        shape(root, "circle", cx=x + 26, cy=y, r=7, **ring)
    elif what == "change":
        looks = SIGNS[which]
        fill = looks.tone or "ink"
        write(root, (x + 26, y), looks.sign, fill=fill, anchor="middle", is_bold=True)
    else:
        _draw_line(root, x, y, which)


def _draw_line(root: Element, x: float, y: float, which: str) -> None:
    colours = palette()
    if which == "blocked":
        sign(root, "bar", (x + 8, y), size=16, colour=colours["ink2"])
        path = f"M{x + 22} {y}h30M{x + 52} {y - 5}v10"
        shape(root, "path", d=path, fill="none", stroke=colours["ink2"], stroke_width=2)
        return
    line = LINES[which]
    sign(root, LOOKS[which].icon, (x + 8, y), size=16, colour=colours[which])
    said = {"fill": "none", "stroke": colours[which], "stroke_width": line.width}
    said |= line.stroke
    path = f"M{x + 24} {y}h30"
    if which == Verdict.PUBLIC:
        path = f"M{x + 24} {y - 1.8}h30m-30 3.6h30"
    shape(root, "path", d=path, **said)


def foot(stamp: Stamp, picture: Mapping[str, Any], says: Sequence[str]) -> list[str]:
    """Return the lines below the picture: of when, how well read, how narrowed."""
    lines = [*stamp.of_crawl, stamp.coverage]
    if stamp.compared_with:
        lines.append(_("Compared with %(then)s") % {"then": stamp.compared})
    if says:
        lines.append(_("Narrowed to: %(words)s") % {"words": "; ".join(says)})
    if picture["view"] == "units":
        cell = picture["cell"]
        told_cell = ngettext(
            "One square is %(n)s account.", "One square is %(n)s accounts.", cell
        )
        lines.append(told_cell % {"n": cell})
    if left := bundled(picture):
        lines.append(left)
    if absent := picture["counted"]["absent"]:
        unplaced = ngettext(
            "Without a place on this map: %(n)s grant.",
            "Without a place on this map: %(n)s grants.",
            absent,
        )
        lines.append(unplaced % {"n": absent})
    return lines


def draw_foot(root: Element, area: Box, lines: Sequence[str]) -> float:
    """Write the lines, broken where they are too long; return where they end."""
    y = area.y
    for line in lines:
        for part in lines_of(line, area.width, 12.0):
            write(root, (area.x, y), part, size=12.0, fill="ink2")
            y += 18
    return y
