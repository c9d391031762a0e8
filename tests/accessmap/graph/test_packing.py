from __future__ import annotations

from accessmap.graph.land import Unit
from accessmap.graph.packing import (
    SHAPES_KEPT,
    Grid,
    Shape,
    best_shape,
    places,
    plots,
    shapes,
    thinned,
)
from tests.accessmap.graph.lands import kitsune, settlers


def test_a_plot_has_room_for_all_in_every_shape() -> None:
    unit = Unit("u", "U", settlers("u", 7))
    for shape in plots(unit, Grid()):
        assert not isinstance(shape.content, tuple)
        assert shape.content.columns * shape.content.rows > 7


def test_places_are_given_in_order_of_arrival() -> None:
    unit = Unit("u", "U", settlers("u", 3))
    plot = next(shape.content for shape in plots(unit, Grid()) if shape.width > 150)
    assert not isinstance(plot, tuple)
    assert list(places(plot))[:2] == [("u-000", 0, 0), ("u-001", 1, 0)]


def test_only_shapes_that_no_other_beats_are_kept() -> None:
    found = thinned([Shape(10, 10, ()), Shape(12, 12, ()), Shape(20, 5, ())])
    assert [(shape.width, shape.height) for shape in found] == [(10, 10), (20, 5)]


def test_few_shapes_are_kept_and_both_extremes_among_them() -> None:
    ways = [Shape(n, 100 - n, ()) for n in range(1, 60)]
    found = thinned(ways)
    assert len(found) == SHAPES_KEPT
    assert (found[0], found[-1]) == (ways[0], ways[-1])


def test_a_unit_without_accounts_takes_no_land() -> None:
    root = Unit("r", "R", settlers("r", 1), (Unit("e", "Empty"),))
    assert all(not isinstance(s.content, tuple) or s for s in shapes(root, Grid()))
    assert best_shape(root, Grid()).width < 400


def test_the_land_fits_a_laptop_better_than_a_ribbon_would() -> None:
    shape = best_shape(kitsune(), Grid())
    assert 0.6 < shape.width / shape.height < 1.6


def test_an_organization_of_nobody_can_be_drawn() -> None:
    assert best_shape(Unit("r", "R"), Grid()).width > 0
