"""Lands for tests of geometry: no database, only names and numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from accessmap.graph.land import Settler, Unit

THEN = datetime(2026, 11, 23, 6, 10, tzinfo=UTC)


def settlers(name: str, count: int) -> tuple[Settler, ...]:
    return tuple(Settler(f"{name}-{index:03}", THEN) for index in range(count))


def kitsune() -> Unit:
    """Eight units, two of them in a third, and an account at home in the root."""
    counts = {"Security": 3, "Infrastructure": 4, "Data": 3, "Sandbox": 3, "Gone": 1}
    workloads = Unit(
        "Workloads",
        "Workloads",
        (),
        (
            Unit("Production", "Production", settlers("Production", 6)),
            Unit("Staging", "Staging", settlers("Staging", 3)),
        ),
    )
    others = tuple(Unit(name, name, settlers(name, n)) for name, n in counts.items())
    return Unit("root", "Kitsune Foods", settlers("root", 1), (workloads, *others))


def with_newcomer(unit: Unit, unit_id: str) -> Unit:
    """The same land, with one account more in one unit, a month later."""
    children = tuple(with_newcomer(child, unit_id) for child in unit.children)
    found = unit.settlers
    if unit.id == unit_id:
        newcomer = Settler(f"000-newcomer-{unit_id}", THEN + timedelta(days=30))
        found = (newcomer, *found)
    return replace(unit, settlers=found, children=children)


def without(unit: Unit, account_id: str) -> Unit:
    """The same land after one account has left."""
    return replace(
        unit,
        settlers=tuple(
            replace(each, is_present=each.account_id != account_id)
            for each in unit.settlers
        ),
        children=tuple(without(child, account_id) for child in unit.children),
    )


def random_land(sizes: list[int], depth: int) -> Unit:
    """A land with units of these sizes, every third of them inside the one before."""
    found: list[Unit] = []
    for index, size in enumerate(sizes):
        unit = Unit(f"u{index}", f"Unit {index}", settlers(f"u{index}", size))
        if found and depth and index % 3 == 0:
            last = found.pop()
            unit = replace(last, children=(*last.children, unit))
        found.append(unit)
    return Unit("root", "Root", (), tuple(found))
