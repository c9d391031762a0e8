from __future__ import annotations

from xml.etree.ElementTree import Element, tostring

import pytest

from accessmap.graph.export import brush
from accessmap.verdicts import LOOKS


def test_the_colours_are_those_of_the_page_in_light() -> None:
    assert brush.palette()["external"] == "#86298C"
    assert set(LOOKS) <= set(brush.palette())


@pytest.mark.parametrize("icon", sorted({each.icon for each in LOOKS.values()}))
def test_a_sign_has_its_colour_and_needs_no_sprite(icon: str) -> None:
    root = Element("svg")
    brush.sign(root, icon, (8, 8), size=16, colour="#112233")
    drawn = tostring(root, encoding="unicode")
    assert "#112233" in drawn
    assert "currentColor" not in drawn
    assert "ns0:" not in drawn


def test_japanese_is_wider_than_latin() -> None:
    assert brush.width("支払", 10) == 20
    assert brush.width("ab", 10) < 12
    # In a font for Japanese a badge's sign takes two letters.
    assert brush.width("×7") > brush.width("17")


def test_what_turns_a_name_around_is_written() -> None:
    root = Element("svg")
    brush.write(root, (0, 0), "safe\u202egnp.exe")
    assert root[0].text == "safe\\u202egnp.exe"


def test_long_words_are_broken_where_they_can_be() -> None:
    assert list(brush.lines_of("one two three", 40.0)) == ["one", "two", "three"]
    parts = list(brush.lines_of("読み取ったことがありません", 60.0))
    assert "".join(parts) == "読み取ったことがありません"
    assert all(brush.width(each) <= 60 for each in parts)
