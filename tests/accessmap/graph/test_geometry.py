from __future__ import annotations

from accessmap.graph.geometry import Box, length, straightened


def test_boxes_that_touch_do_not_overlap() -> None:
    assert not Box(0, 0, 10, 10).overlaps(Box(10, 0, 10, 10))
    assert Box(0, 0, 10, 10).overlaps(Box(9, 9, 10, 10))


def test_points_that_turn_nowhere_are_dropped() -> None:
    way = [(0.0, 0.0), (5.0, 0.0), (5.2, 0.0), (10.0, 0.0), (10.0, 9.0)]
    assert straightened(way) == [(0.0, 0.0), (10.0, 0.0), (10.0, 9.0)]


def test_a_way_is_as_long_as_its_pieces() -> None:
    assert length([(0, 0), (3, 4), (3, 10)]) == 11
    assert Box(0, 0, 4, 2).middle == (2, 1)
