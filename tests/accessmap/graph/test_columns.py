from __future__ import annotations

from accessmap.graph.columns import abreast, fitted, partitions, sharings, tall
from accessmap.graph.geometry import Box


def box(width: float, height: float) -> Box:
    return Box(0, 0, width, height)


def test_every_way_to_part_three_is_tried() -> None:
    assert len(list(partitions(3, 3))) == 5


def test_no_way_has_more_columns_than_asked() -> None:
    assert max(len(way) for way in partitions(5, 2)) == 2


def test_many_boxes_are_shared_out_greedily() -> None:
    parts = [[box(10, 10 + n)] for n in range(40)]
    found = sharings(parts, [10.0])
    assert len(found) == 6
    assert all(sorted(sum(way, ())) == list(range(40)) for way in found)


def test_a_box_lies_down_where_there_is_room() -> None:
    part = [box(10, 40), box(40, 10)]
    assert fitted(part, 50).height == 10
    assert fitted(part, 20).height == 40


def test_a_box_that_fits_nowhere_stands_as_narrow_as_it_can() -> None:
    assert fitted([box(30, 40), box(40, 10)], 5).width == 30


def test_columns_hold_everything_once() -> None:
    parts = [[box(10, 10)], [box(20, 5)], [box(5, 30)]]
    for columns in abreast(parts, 2):
        assert sum(len(column) for column in columns) == 3


def test_straits_count_into_the_height() -> None:
    assert tall([box(1, 10), box(1, 10)], 4) == 24
