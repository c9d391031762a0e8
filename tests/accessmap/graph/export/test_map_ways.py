from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from accessmap.graph.export.map_ways import (
    LINES,
    bent,
    draw_badge,
    draw_way,
    label_of,
    verdict_of,
)
from accessmap.policy.kinds import Verdict
from accessmap.verdicts import LOOKS

STYLE = Path(__file__).parents[4] / "static/js/map/style.js"


def edge(**more: Any) -> dict[str, Any]:
    plain = {"held": {"external": 3}, "blocked": {}, "changes": {}, "parts": []}
    way = [[0, 0], [100, 0], [100, 100]]
    return {**plain, "label": "", "way": way, "badge": (50, 0), **more}


def drawn(**more: Any) -> Element:
    root = Element("svg")
    draw_way(root, edge(**more), 10, is_quiet=False)
    return root[0]


@pytest.mark.parametrize("verdict", LOOKS)
def test_each_line_is_the_one_that_the_page_draws(verdict: str) -> None:
    key = f'"?{verdict}"?: {{([^}}]*)}}'
    found = re.search(key, STYLE.read_text("utf-8"))
    assert found
    told = found[1]
    width = re.search(r"width: ([\d.]+)", told)
    assert width
    assert LINES[verdict].width == float(width[1])
    dashes = re.search(r"dash-pattern\": \[([^\]]*)\]", told)
    assert LINES[verdict].dashes == (dashes[1].replace(",", "") if dashes else "")
    assert LINES[verdict].is_round == ('"round"' in told)


def test_a_way_ends_short_of_its_town_and_points_at_it() -> None:
    way, head = drawn()
    assert way.attrib["d"] == "M0.0 0.0L78.0 0.0Q100.0 0.0 100.0 22.0L100.0 90.0"
    assert head.attrib["transform"] == "translate(100.0 90.0) rotate(90.0)"


def test_corners_are_rounded_as_far_as_there_is_room() -> None:
    assert bent([(0, 0), (10, 0), (10, 50)]) == (
        "M0.0 0.0L5.0 0.0Q10.0 0.0 10.0 5.0L10.0 50.0"
    )


def test_what_is_public_is_drawn_double() -> None:
    outer, inner, head = drawn(held={"public": 1})
    assert float(outer.attrib["stroke-width"]) > 1.6
    assert inner.attrib["stroke"] != head.attrib["fill"]


def test_what_is_blocked_ends_at_a_bar_and_not_in_an_arrow() -> None:
    way, bar = drawn(held={}, blocked={"public": 1})[-2:]
    assert bar.attrib["d"] == "M0-6V6"
    assert way is not bar


def test_a_blocked_grant_makes_no_edge_look_worse() -> None:
    assert verdict_of(edge(blocked={"public": 1})) == Verdict.EXTERNAL
    assert label_of(edge(blocked={"public": 1})) == "4"
    assert label_of(edge(label="+2 −1")) == "+2 −1"


def test_what_was_added_is_marked_and_what_stayed_stands_back() -> None:
    root = Element("svg")
    draw_badge(root, edge(changes={"added": 1}, label="+1"), is_quiet=False)
    assert root[-1].attrib["fill"] == "#A60A24"
    draw_badge(root, edge(), is_quiet=True)
    assert root[-1].attrib["opacity"] == "0.3"
