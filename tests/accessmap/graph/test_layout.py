from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accessmap.graph.land import Unit
from accessmap.graph.layout import Layout, lay_out
from tests.accessmap.graph.lands import kitsune, random_land, with_newcomer, without

UNITS = ["root", "Production", "Staging", "Security", "Data", "Sandbox", "Gone"]


def members(unit: Unit) -> dict[str, list[str]]:
    found = {unit.id: [each.account_id for each in unit.settlers if each.is_present]}
    for child in unit.children:
        inside = members(child)
        found[unit.id] += inside[child.id]
        found.update(inside)
    return found


def parents(unit: Unit) -> dict[str, str]:
    found = {child.id: unit.id for child in unit.children}
    for child in unit.children:
        found.update(parents(child))
    return found


def assert_well_nested(layout: Layout, root: Unit) -> None:
    boxes, above = layout.box_of(), parents(root)
    for one, other in itertools.combinations(boxes, 2):
        if above.get(one) == above.get(other):
            assert not boxes[one].overlaps(boxes[other]), (one, other)
    for child, parent in above.items():
        if child in boxes:
            inner, outer = boxes[child], boxes[parent]
            assert outer.x < inner.x
            assert outer.y < inner.y
            assert inner.right < outer.right
            assert inner.bottom < outer.bottom
    for unit, accounts in members(root).items():
        for account in accounts:
            assert boxes[unit].contains(*layout.towns[account])


def test_boxes_nest_and_every_account_is_at_home() -> None:
    assert_well_nested(lay_out(kitsune()), kitsune())


@settings(max_examples=40)
@given(st.lists(st.integers(1, 23), min_size=1, max_size=12), st.integers(0, 1))
def test_boxes_of_any_land_nest(sizes: list[int], depth: int) -> None:
    root = random_land(sizes, depth)
    assert_well_nested(lay_out(root), root)


def test_straits_are_wide_enough_to_travel() -> None:
    layout = lay_out(kitsune())
    boxes, above = layout.box_of(), parents(kitsune())
    for one, other in itertools.combinations(above, 2):
        if above[one] != above[other]:
            continue
        a, b = boxes[one], boxes[other]
        across = max(a.x - b.right, b.x - a.right)
        down = max(a.y - b.bottom, b.y - a.bottom)
        assert max(across, down) >= 12


def test_the_same_organization_gives_the_same_map() -> None:
    one, other = lay_out(kitsune()), lay_out(kitsune())
    assert one.towns == other.towns
    assert one.territories == other.territories


@pytest.mark.parametrize("unit_id", UNITS)
def test_a_newcomer_moves_nobody(unit_id: str) -> None:
    before = lay_out(kitsune())
    after = lay_out(with_newcomer(kitsune(), unit_id))
    assert {name: after.towns[name] for name in before.towns} == before.towns
    assert after.box_of() == before.box_of()


def test_who_leaves_moves_nobody() -> None:
    before = lay_out(kitsune())
    after = lay_out(without(kitsune(), "Production-002"))
    assert "Production-002" not in after.towns
    assert all(before.towns[name] == place for name, place in after.towns.items())


def test_no_two_accounts_share_a_place() -> None:
    towns = lay_out(kitsune()).towns
    assert len(set(towns.values())) == len(towns) == 24


def test_no_lane_runs_through_a_town() -> None:
    layout = lay_out(kitsune())
    for strait in layout.straits:
        for x, y in layout.towns.values():
            at, along = (x, y) if strait.axis == "upright" else (y, x)
            near = abs(strait.at - at) < 13 and strait.start < along < strait.end
            assert not near
