from __future__ import annotations

from accessmap.graph.export.names import Name, apart
from accessmap.graph.geometry import Box


def name(of: str, x: float, rank: float = 1.0) -> Name:
    return Name(of, (x, 0), "ten-letter", rank=rank, is_bold=True)  # 78 points wide


def test_names_apart_stay_where_they_are() -> None:
    assert apart([name("a", 0), name("b", 100)]) == [name("a", 0), name("b", 100)]


def test_a_name_slides_clear_of_the_one_that_chose_first() -> None:
    first, second = apart([name("b", 74, rank=2), name("a", 0)])
    assert (first.of, first.at) == ("a", (0, 0))
    assert second.of == "b"
    assert 78 + 4 <= second.at[0] < 74 + 16


def test_a_name_that_fits_nowhere_is_left_out_whole() -> None:
    assert [each.of for each in apart([name("a", 0), name("b", 30, rank=2)])] == ["a"]


def test_what_must_be_written_is_and_names_keep_off_it() -> None:
    number = Name("a", (0, 0), "204411803391")
    assert apart([number, name("b", 10)], []) == [number]
    # A place's own number is no obstacle to its name.
    assert len(apart([number, name("a", 10)])) == 2


def test_names_keep_off_badges() -> None:
    assert apart([name("a", 0)], [Box(-20, -8, 40, 16)]) == []
