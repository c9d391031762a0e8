from __future__ import annotations

from accessmap.graph.badges import HIGH, place, width
from accessmap.graph.geometry import Box

WAY = [(0.0, 0.0), (200.0, 0.0)]


def around(point: tuple[float, float], label: str = "1") -> Box:
    wide = width(label)
    return Box(point[0] - wide / 2, point[1] - HIGH / 2, wide, HIGH)


def test_a_badge_stands_on_its_way() -> None:
    (x, y) = place({"a": WAY}, {"a": "3"}, [], [])["a"]
    assert 0 < x < 200
    assert y == 0


def test_badges_slide_off_names() -> None:
    name = Box(40, -20, 80, 40)
    found = place({"a": WAY}, {"a": "3"}, [name], [])["a"]
    assert not around(found).overlaps(name)


def test_badges_never_stand_on_each_other() -> None:
    found = place(
        {"a": WAY, "b": WAY, "c": WAY}, {"a": "2", "b": "2", "c": "2"}, [], []
    )
    boxes = [around(point) for point in found.values()]
    assert not boxes[0].overlaps(boxes[1])
    assert not boxes[1].overlaps(boxes[2])
    assert not boxes[0].overlaps(boxes[2])


def test_a_badge_prefers_where_its_edge_goes_alone() -> None:
    bent = [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0)]
    (x, y) = place({"a": bent}, {"a": "1"}, [], [[(0.0, 0.0), (100.0, 0.0)]])["a"]
    assert x == 100
    assert y > 5


def test_a_one_goes_without_where_it_might_be_anothers() -> None:
    shared = {"a": WAY, "b": WAY}
    assert set(place(shared, {"a": "1", "b": "4"}, [], [])) == {"b"}


def test_a_one_goes_without_where_it_would_cover_a_name() -> None:
    name = Box(-20, -20, 240, 40)
    assert place({"a": WAY}, {"a": "1"}, [name], []) == {}
    assert "a" in place({"a": WAY}, {"a": "3"}, [name], [])


def test_a_large_number_takes_more_room() -> None:
    assert width("1,204") > width("4")
