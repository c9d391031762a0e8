"""The map that is taken away is the map that was seen, with its legend and stamp."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from django.http import QueryDict
from django.utils import translation

from accessmap.graph.export.extract import Stamp
from accessmap.graph.export.map_picture import map_svg
from accessmap.graph.export.raster import png
from accessmap.graph.shown import picture
from tests.accessmap.graph.test_overview import crowd
from tests.cast import OLD_POS, ORGANIZATION, PAYMENTS, TANUKI
from tests.kitsune import settle

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"
READ_AT = "2026-11-23T06:10:00+00:00"
STAMP = Stamp("Map of trust", "", 1, READ_AT, "24 of 25 accounts were read.")


def drawn(asked: str = "", *says: str) -> tuple[dict[str, Any], Element]:
    shown = picture(QueryDict(asked))
    return shown, fromstring(map_svg(shown, STAMP, says))


def words(root: Element) -> list[str]:
    return [each.text or "" for each in root.iter(f"{SVG}text")]


def circles(root: Element) -> set[tuple[float, float]]:
    found = root.iter(f"{SVG}circle")
    return {(float(each.attrib["cx"]), float(each.attrib["cy"])) for each in found}


def test_accounts_and_outsiders_stand_where_the_map_has_them() -> None:
    settle()
    shown, root = drawn()
    written = words(root)
    for town in shown["towns"]:
        assert any(
            abs(town["x"] - x) + abs(town["y"] - y) < 0.1 for x, y in circles(root)
        )
        assert town["id"] in written
    for party in shown["parties"]:
        assert (party["x"], party["y"]) in circles(root)
    assert {"payments-prod", ORGANIZATION, "Production", "Vendors"} <= set(written)
    assert TANUKI in written
    assert "PCI" in written


def test_nothing_lies_outside_the_picture() -> None:
    settle()
    _shown, root = drawn()
    x, y, wide, high = map(float, root.attrib["viewBox"].split())
    for at in (*circles(root), *places(root)):
        assert x < at[0] < x + wide
        assert y < at[1] < y + high


def places(root: Element) -> list[tuple[float, float]]:
    found = root.iter(f"{SVG}text")
    return [(float(each.attrib["x"]), float(each.attrib["y"])) for each in found]


def test_only_what_the_filter_leaves_is_drawn_and_it_is_said() -> None:
    settle()
    _all, whole = drawn()
    _some, part = drawn("verdict=public", "Verdict: Public")
    assert "Federated" in words(whole)
    assert "Federated" not in words(part)
    assert "Narrowed to: Verdict: Public" in words(part)
    assert len(list(part.iter(f"{SVG}path"))) < len(list(whole.iter(f"{SVG}path")))
    assert PAYMENTS in words(part)  # the land is the same


def test_the_stamp_says_of_when_it_is_and_what_was_not_read() -> None:
    settle()
    _shown, root = drawn()
    written = words(root)
    assert "Crawl 1, 23 November 2026, 06:10 UTC." in written
    assert "24 of 25 accounts were read." in written
    assert "Not read completely" in written
    assert OLD_POS in written
    assert "never read" in written


def test_a_large_map_is_drawn_as_its_units_and_says_so() -> None:
    crowd(300)
    shown, root = drawn()
    rects = [each for each in root.iter(f"{SVG}rect") if each.attrib["width"] == "12"]
    assert len(rects) >= len(shown["cells"])
    written = words(root)
    assert "Nothing from outside" in written
    assert PAYMENTS not in written
    assert any("bundles of" in each for each in written)
    one = shown["cell"]
    assert f"One square is {one} account{'s' if one > 1 else ''}." in written


def test_an_organization_that_was_never_read_is_a_picture_that_says_so() -> None:
    shown = {**picture(QueryDict("")), "territories": [], "towns": []}
    nothing = Stamp("Map of trust", "", 0, "", "")
    assert "Crawl 0, nothing was read." in words(
        fromstring(map_svg(shown, nothing, ()))
    )


def test_it_speaks_japanese() -> None:
    settle()
    with translation.override("ja"):
        _shown, root = drawn()
    written = words(root)
    assert {"公開", "外部", "阻止", "完全には読み取れていません"} <= set(written)


def test_it_is_points_too_with_letters_of_its_own() -> None:
    settle()
    shown = picture(QueryDict(""))
    found = png(map_svg(shown, STAMP, ()))
    assert found.startswith(b"\x89PNG")
    wide = int.from_bytes(found[16:20], "big")
    assert wide >= 2 * 960
