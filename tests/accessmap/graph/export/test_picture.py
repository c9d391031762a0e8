"""A picture of an answer: no line runs through the name of a place it only passes."""

from __future__ import annotations

import re
from xml.etree.ElementTree import fromstring

from accessmap.graph.export.extract import Dot, Extract, Link, Stamp
from accessmap.graph.export.picture import svg

STAMP = Stamp("What falls", "from=a", 1, "", "All was read.")
SVG = "{http://www.w3.org/2000/svg}"


def drawn(columns: dict[str, int], links: list[tuple[str, str]]) -> bytes:
    dots = [Dot(name, name, "role", column=at) for name, at in columns.items()]
    return svg(Extract(STAMP, dots, [Link(*ends, "reaches") for ends in links]))


def rows(found: bytes) -> dict[str, float]:
    """Return how far down each place stands, by its name."""
    texts = [each for each in fromstring(found).iter(f"{SVG}text") if each.text]
    return {str(e.text): float(e.get("y", "")) for e in texts if e.get("y")}


def test_what_is_steps_away_stands_in_a_row_of_its_own() -> None:
    columns = {"a": 0, "near": 1, "next": 1, "far": 3}
    found = drawn(columns, [("a", "near"), ("a", "next"), ("a", "far")])
    places = [rows(found)[each] for each in columns]
    assert len(set(places)) == len(places)
    level = rows(found)["far"] - 1  # of a circle's middle a name stands one below
    lines = [each.get("d", "") for each in fromstring(found).iter(f"{SVG}path")]
    assert re.search(rf",{level:.0f} H\d+$", lines[-1]), lines


def test_the_line_is_the_same_where_the_farther_end_is_its_start() -> None:
    columns = {"goal": 0, "near": 1, "far": 2}
    found = drawn(columns, [("near", "goal"), ("far", "goal")])
    lines = [each.get("d", "") for each in fromstring(found).iter(f"{SVG}path")]
    assert " H" in lines[1]


def test_hops_of_a_way_stand_side_by_side() -> None:
    found = drawn({"a": 0, "b": 1, "c": 2}, [("a", "b"), ("b", "c")])
    assert len({rows(found)[each] for each in "abc"}) == 1
