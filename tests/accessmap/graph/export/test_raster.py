from __future__ import annotations

from accessmap.graph.export.raster import MOST, png

SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{0}"></svg>'


def side(points: bytes) -> int:
    return int.from_bytes(points[16:20], "big")


def test_a_picture_is_twice_as_fine_as_a_screen() -> None:
    assert side(png(SQUARE.format(100).encode())) == 200


def test_a_huge_one_stays_one_that_can_be_opened() -> None:
    assert side(png(SQUARE.format(20000).encode())) <= MOST
