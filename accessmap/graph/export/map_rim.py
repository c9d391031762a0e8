"""Who stands outside as SVG: parties on the rim, with their signs and names."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any
from xml.etree.ElementTree import Element

from accessmap.graph.export.brush import palette, shape, sign
from accessmap.graph.export.names import Name
from accessmap.graph.parties import Group
from accessmap.policy.kinds import Verdict

RADIUS = 15.0
Small = partial(Name, size=10.9, fill="ink3", halo="sea", is_code=True)
Bold = partial(Name, rank=1.5, halo="sea", is_bold=True)
LONGEST = 15  # letters of an id; of a longer one both ends stand
LETTERS = 13  # of a line below a party
# Verdict and sign of each group; static/js/map/signs.js says the same to the browser.
LOOKS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        Group.VENDORS: (Verdict.EXTERNAL, "diamond"),
        Group.LEFT: (Verdict.EXTERNAL, "diamond-struck"),
        Group.UNKNOWN: (Verdict.EXTERNAL, "diamond-unknown"),
        Group.IDENTITY: (Verdict.FEDERATED, "hexagon"),
        Group.SERVICES: (Verdict.SERVICE, "cog"),
        Group.PUBLIC: (Verdict.PUBLIC, "globe"),
        Group.HOME: (Verdict.IN_ORG, "square"),
        Group.OTHERS: (Verdict.IN_ORG, "square"),
    }
)


def draw_party(root: Element, party: Mapping[str, Any]) -> None:
    """Draw one party: a ring in the colour of its kind, and its sign."""
    verdict, icon = LOOKS[party["group"]]
    if party["id"] == "any-account":
        verdict, icon = Verdict.ANY_ACCOUNT, "asterisk"
    colours = palette()
    ring = {"fill": colours["surface"], "stroke": colours[verdict], "stroke_width": 1.8}
    if party["group"] == Group.UNKNOWN:
        ring["stroke_dasharray"] = "2 3"
    shape(root, "circle", cx=party["x"], cy=party["y"], r=RADIUS, **ring)
    sign(root, icon, (party["x"], party["y"]), size=16, colour=colours[verdict])


def names_of(party: Mapping[str, Any]) -> Iterator[Name]:
    """Yield what is written at a party: beside it on the level shores, else below."""
    x, y, of = party["x"], party["y"], party["id"]
    if party["is_small"]:
        yield Small(of, (x, y + 26), of if len(of) <= LONGEST else _ends_of(of))
        return
    if party["side"] in {"north", "south"}:
        yield Bold(of, (x + 22, y - 6), party["name"], anchor="start")
        if party["note"]:
            yield Small(of, (x + 22, y + 8), party["note"], anchor="start")
        return
    lines = _lines(party["name"])
    for index, line in enumerate(lines):
        yield Bold(of, (x, y + 24 + 14 * index), line)
    if party["note"]:
        yield Small(of, (x, y + 24 + 14 * len(lines)), party["note"])


def heading(group: Mapping[str, Any]) -> Name:
    """Return what a group is called, beside the first of it."""
    anchor = {"north": "end", "south": "start"}.get(group["side"], "middle")
    at = group["x"], group["y"]
    return Bold(group["id"], at, group["name"], rank=0.0, fill="ink3", anchor=anchor)


def _lines(name: str) -> list[str]:
    """Return a name in short lines, broken between words only.

    Spaces are made plain first: textwrap breaks at none of Japanese.
    """
    plain = " ".join(name.split())
    return textwrap.wrap(
        plain, LETTERS, break_long_words=False, break_on_hyphens=False
    ) or [""]


def _ends_of(name: str) -> str:
    return f"{name[:7]}…{name[-5:]}"
