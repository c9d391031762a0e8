"""Where each thing of an unfolded account stands, as the browser draws it.

Three columns: who comes in, the account with its resources by type, and where those
get in. Whoever comes in stands about as high as what they reach: lines cross little.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Any

from django.utils.translation import gettext as _

from accessmap.graph.opened import Link, Opened, Thing, piles
from accessmap.graph.parties import Parties

ROW, HEAD, GAP = 26.0, 30.0, 12.0
WIDE, STRAIT, APART = 258.0, 112.0, 46.0
NAMES = 160.0  # room for the names of who comes in
BAR = 84.0  # that says above what is opened, and how to leave
TALLEST = 40  # rows of one column of piles


@dataclass(slots=True)
class _Sheet:
    """Boxes and places, as they are found."""

    boxes: list[dict[str, Any]] = field(default_factory=list)
    at: dict[str, tuple[float, float]] = field(default_factory=dict)

    def pile(
        self, pile: tuple[str, str], things: Sequence[Thing], x: float, y: float
    ) -> float:
        """Put things below each other in a box at (x, y); return where it ends."""
        name, title = pile
        high = HEAD + ROW * len(things) + 6
        self.boxes.append(_box(f"pile:{name}", title, len(things), (x, y, WIDE, high)))
        for number, each in enumerate(things):
            self.at[each.id] = (x + 22, y + HEAD + ROW * (number + 0.5))
        return y + high


def placed(found: Opened, parties: Parties) -> dict[str, Any]:
    """Return the unfolded account as the pieces that a map is drawn of."""
    sheet = _Sheet()
    home = [each for each in found.things if each.side == "home"]
    x, y, right, bottom = GAP, HEAD, WIDE + 2 * GAP, HEAD
    for pile, things in piles(home):
        if y > HEAD and y + ROW * len(things) > TALLEST * ROW:
            x, y = right + 3 * GAP, HEAD
        y = sheet.pile((f"home:{pile}", _title(pile)), things, x, y) + GAP
        right, bottom = x + WIDE + GAP, max(bottom, y)
    name = parties.account(found.home)
    title = f"{name.name} {found.home}".strip()
    land = _box("home", title, len(home), (0, 0, right, bottom))
    sheet.boxes.insert(0, {**land, "depth": 1})
    y = 0.0
    far = [each for each in found.things if each.side == "right"]
    for account_id, things in piles(far):
        title = f"{parties.account(account_id).name} {account_id}".strip()
        y = sheet.pile((f"far:{account_id}", title), things, right + STRAIT, y) + GAP
    comers = _comers(found, sheet.at, middle=bottom / 2)
    return {
        "view": "opened",
        "area": _area(sheet),
        "land": {"x": 0, "y": 0, "w": right, "h": bottom},
        "territories": sheet.boxes,
        "towns": [],
        "groups": [],
        "parties": [_party(each, sheet.at) for each in comers],
        "things": [
            {
                "id": each.id,
                "name": each.name,
                "x": sheet.at[each.id][0],
                "y": sheet.at[each.id][1],
            }
            for each in (*home, *far)
        ],
        "edges": [_edge(each, sheet.at) for each in found.links],
    }


def _area(sheet: _Sheet) -> dict[str, float]:
    """Return what should be in sight: all places, and the names at the left."""
    left = min([0.0, *(x - NAMES for x, _y in sheet.at.values() if x < 0)])
    right = max(each["x"] + each["w"] for each in sheet.boxes)
    top = min([0.0, *(y for _x, y in sheet.at.values())]) - BAR
    bottom = max(each["y"] + each["h"] for each in sheet.boxes)
    bottom = max([bottom, *(y for _x, y in sheet.at.values())]) + 2 * ROW
    return {"x1": left, "y1": top, "w": right - left + GAP, "h": bottom - top}


def _comers(
    found: Opened, at: dict[str, tuple[float, float]], middle: float
) -> list[Thing]:
    """Return who comes in, from the top, and give each a place at the left."""
    heights: dict[str, list[float]] = {}
    for link in found.links:
        if link.source.side == "left":
            heights.setdefault(link.source.id, []).append(at[link.target.id][1])
    comers = [each for each in found.things if each.side == "left"]
    comers.sort(key=lambda each: (fmean(heights.get(each.id, [middle])), each.id))
    top = middle - APART * (len(comers) - 1) / 2
    for number, each in enumerate(comers):
        at[each.id] = (-STRAIT, top + APART * number)
    return comers


def _title(pile: str) -> str:
    """Return what a box is called: S3 Bucket; principals have no type."""
    if pile.startswith("AWS::"):
        return pile.removeprefix("AWS::").replace("::", " ")
    return _("Let in elsewhere")


def _box(
    name: str, title: str, size: int, area: tuple[float, float, float, float]
) -> dict[str, Any]:
    x, y, w, h = area
    return {
        "id": name,
        "unit": "",
        "name": title,
        "depth": 2,
        "size": size,
        "x": x,
        "y": y,
        "w": w,
        "h": h,
    }


def _party(each: Thing, at: dict[str, tuple[float, float]]) -> dict[str, Any]:
    x, y = at[each.id]
    group = each.party.group.value if each.party else ""
    return {
        "id": each.id,
        "group": group,
        "name": each.name,
        "note": each.note,
        "x": x,
        "y": y,
        "side": "left",
        "is_any": bool(each.party and each.party.id == "any-account"),
    }


def _edge(link: Link, at: dict[str, tuple[float, float]]) -> dict[str, Any]:
    return {
        "id": f"{link.source.id}>{link.target.id}",
        "source": link.source.id,
        "target": link.target.id,
        "held": link.held,
        "blocked": link.blocked,
        "way": [at[link.source.id], at[link.target.id]],
        "badge": None,
        "label": "",
        "parts": [],
        "words": link.words,
    }
