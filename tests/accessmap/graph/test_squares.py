from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from accessmap.graph.geometry import Box
from accessmap.graph.squares import Squares

PLACE = st.integers(-200, 200).map(float)
SIZE = st.integers(0, 150).map(float)
BOXES = st.builds(Box, PLACE, PLACE, SIZE, SIZE)


@given(st.lists(BOXES, max_size=12), BOXES)
def test_what_is_under_a_box_is_what_overlaps_it(boxes: list[Box], asked: Box) -> None:
    squares = Squares()
    for number, box in enumerate(boxes):
        squares.add(box, number)
    assert squares.under(asked) == {
        number for number, box in enumerate(boxes) if asked.overlaps(box)
    }


def test_boxes_of_one_number_count_once() -> None:
    squares = Squares()
    for _time in range(2):
        squares.add(Box(0, 0, 10, 10), 7)
        squares.add(Box(0, 0, 10, 10))
    assert len(squares.under(Box(5, 5, 0, 0))) == 3
