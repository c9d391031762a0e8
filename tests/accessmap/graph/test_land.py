from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from accessmap.graph.land import Settler, Unit, in_order_of_arrival, room
from tests.accessmap.graph.lands import THEN, kitsune, settlers


def test_there_is_always_a_spare_place_at_first() -> None:
    for count in range(1, 60):
        assert room(settlers("a", count)) > count


def test_a_newcomer_takes_the_spare_place() -> None:
    before = settlers("a", 6)
    newcomer = Settler("b", THEN + timedelta(days=1))
    assert room((*before, newcomer)) == room(before)


def test_a_full_unit_grows() -> None:
    before = settlers("a", 3)
    later = [Settler(f"b{n}", THEN + timedelta(days=n)) for n in (1, 2)]
    assert room((*before, *later)) > room(before)


def test_who_came_first_stands_first_whatever_the_id() -> None:
    old, new = Settler("999", THEN), Settler("000", THEN + timedelta(days=1))
    assert in_order_of_arrival([new, old]) == [old, new]


def test_who_left_is_not_counted_and_keeps_the_place() -> None:
    gone = replace(settlers("a", 1)[0], is_present=False)
    unit = Unit("u", "U", (gone,))
    assert unit.size == 0
    assert unit.is_settled


def test_a_unit_counts_all_below_it() -> None:
    assert kitsune().size == 24
