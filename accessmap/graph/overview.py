"""A large organization from afar: units with cells of heat, and few bundles.

Nobody reads five thousand names at once: a unit shows its accounts as cells, riskiest
first, and edges run between groups and units; opening a unit shows its accounts.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from accessmap.graph import badges
from accessmap.graph.bundles import Bundle, add, worst_first
from accessmap.graph.counted import counted
from accessmap.graph.elsewhere import brought_in, drawn_units
from accessmap.graph.geometry import Box, Point
from accessmap.graph.land import Settler, Unit
from accessmap.graph.layout import Layout, lay_out
from accessmap.graph.packing import Grid
from accessmap.graph.parties import Group, Party
from accessmap.graph.picture import as_box, as_edge, as_party, headings, signs
from accessmap.graph.reading import Reading, State, readings
from accessmap.graph.rim import Berth, along_the_rim
from accessmap.graph.routes import Chart, Port
from accessmap.graph.seen import Seen
from accessmap.graph.tracks import courses, spread
from accessmap.verdicts import RANK

ACCOUNTS_AT_MOST = 60  # of which a laptop shows every name in letters one can read
CELLS_AT_MOST = 600
BUNDLES_AT_MOST = 30
CELL = 15.0
OF_ONE_VERDICT = 8  # before the others had their turn
LANDING = 9.0  # from a unit's border to where edges end
THEN = datetime(2000, 1, 1, tzinfo=UTC)  # cells have no history


WORST = (State.UNREAD, State.PARTIAL, State.COMPLETE)


@dataclass(frozen=True, slots=True)
class Cell:
    """The worst that is granted in some accounts, and how they were read."""

    heat: str
    reading: State


def is_large(root: Unit) -> bool:
    """Say whether a unit has more accounts than one can read at once."""
    return root.size > ACCOUNTS_AT_MOST


def overview(seen: Seen, root: Unit) -> dict[str, Any]:
    """Return the map of units as JSON can carry it."""
    home = dict(homes(root))
    edges = seen.edges()
    here = drawn_units(root)
    found = [each for each in edges if each.target in home]
    found = brought_in(found, root, home.keys(), here)
    each_cell = _each_cell(root)
    read = readings(seen.at)
    of_account = heat_of_accounts(root, found, read)
    heat = _cells(home, of_account, read, each_cell)
    layout = _laid_out(root, heat, each_cell)
    between = _between_units(found, home)
    shown = _telling(between)
    berths = along_the_rim([each.source for each in shown], layout.land)
    layout.pass_by(each.at for each in berths)
    ways, spots = _drawn(layout, berths, shown)
    return {
        "view": "units",
        "cell": each_cell,
        "land": as_box(layout.land),
        "territories": [
            {
                "id": f"unit:{each.unit.id}",
                "unit": each.unit.id,
                "name": each.unit.name,
                "depth": each.depth,
                "size": _size_of(root, each.unit.id),
                **as_box(each.box),
            }
            for each in layout.territories
        ],
        "cells": [
            {"x": x, "y": y, "heat": found.heat, "reading": found.reading}
            for cell, (x, y) in layout.towns.items()
            for found in [_cell_of(heat, cell)]
        ],
        "towns": [],
        "parties": [as_party(each) for each in berths],
        "groups": headings(berths),
        "is_compared": seen.is_compared,
        "edges": [as_edge(each, ways, spots) for each in shown],
        "unseen": len(between) - len(shown),
        "counted": counted(edges, home.keys()),
        "pairs": len(edges),
    }


def homes(unit: Unit) -> Iterator[tuple[str, str]]:
    """Yield each account that is at home in a unit or below, and in which."""
    for settler in unit.settlers:
        if settler.is_present:
            yield settler.account_id, unit.id
    for child in unit.children:
        yield from homes(child)


def _size_of(unit: Unit, unit_id: str) -> int:
    if unit.id == unit_id:
        return unit.size
    return sum(_size_of(child, unit_id) for child in unit.children)


def far_layout(root: Unit, of_account: Mapping[str, str]) -> Layout:
    """Return where units and cells stand; ``of_account`` as heat_of_accounts says."""
    each_cell = _each_cell(root)
    cells = _cells(dict(homes(root)), of_account, {}, each_cell)
    return _laid_out(root, cells, each_cell)


def heat_of_accounts(
    root: Unit, found: Sequence[Bundle], read: Mapping[str, Reading]
) -> dict[str, str]:
    """Return the worst that gets through to each account; unread ones are not cool."""
    held: dict[str, str] = {}
    for bundle in found:
        if bundle.held:
            now = held.get(bundle.target, bundle.verdict)
            held[bundle.target] = min(now, bundle.verdict, key=RANK.__getitem__)
    unread = Reading(State.UNREAD)
    heat = {}
    for account_id, _unit_id in homes(root):
        verdict = held.get(account_id, "")
        if not verdict and read.get(account_id, unread).state is State.UNREAD:
            verdict = "unread"
        heat[account_id] = verdict
    return heat


def _each_cell(root: Unit) -> int:
    """Return for how many accounts a cell stands; another number moves everything.

    So it takes wide steps, and by places, of which there are never fewer.
    """
    least = _room_of(root) / CELLS_AT_MOST
    each = next(each for each in _steps() if each >= least)
    return each if root.size > each else 1


def _steps() -> Iterator[int]:
    """Yield 1, 2, 3, 4, 6, 8, 12, 16, 24 and so on."""
    yield 1
    step = 2
    while True:
        yield step
        yield step * 3 // 2
        step *= 2


def _room_of(unit: Unit) -> int:
    return unit.room + sum(map(_room_of, unit.children))


def _laid_out(root: Unit, heat: Mapping[str, Sequence[Cell]], each_cell: int) -> Layout:
    scaled = _scaled(root, heat, each_cell)
    return lay_out(scaled, Grid((CELL, CELL), 40, CELL / 2))


def _cells(
    home: Mapping[str, str],
    of_account: Mapping[str, str],
    read: Mapping[str, Reading],
    each_cell: int,
) -> dict[str, list[Cell]]:
    """Return each unit's cells, riskiest first."""
    by_unit: dict[str, list[Cell]] = defaultdict(list)
    for account_id, unit_id in home.items():
        state = read.get(account_id, Reading(State.UNREAD)).state
        by_unit[unit_id].append(Cell(of_account[account_id], state))
    return {
        unit_id: list(in_cells(sorted(found, key=_risk), each_cell))
        for unit_id, found in by_unit.items()
    }


def _risk(cell: Cell) -> tuple[int, int]:
    order = {**RANK, "unread": len(RANK), "": len(RANK) + 1}
    return order[cell.heat], WORST.index(cell.reading)


def in_cells(cells: Sequence[Cell], each_cell: int) -> Iterator[Cell]:
    """Yield one for every so many: the riskiest of them, and read as the worst was."""
    for at in range(0, len(cells), each_cell):
        some = cells[at : at + each_cell]
        reading = min((each.reading for each in some), key=WORST.index)
        yield Cell(some[0].heat, reading)


def _scaled(unit: Unit, heat: Mapping[str, Sequence[Cell]], each_cell: int) -> Unit:
    """Return the same tree with cells for settlers, and the room of the settlers.

    Room follows from who came when; cells have no history, and would have to move with
    every one that is added.
    """
    cells = tuple(
        Settler(f"{unit.id}#{index:05}", THEN)
        for index in range(len(heat.get(unit.id, ())))
    )
    children = tuple(_scaled(child, heat, each_cell) for child in unit.children)
    reserved = math.ceil(unit.room / each_cell)
    return replace(unit, settlers=cells, children=children, reserved=reserved)


def _cell_of(heat: Mapping[str, Sequence[Cell]], cell: str) -> Cell:
    unit_id, _, index = cell.rpartition("#")
    return heat[unit_id][int(index)]


def _between_units(found: Sequence[Bundle], home: Mapping[str, str]) -> list[Bundle]:
    """Return edges between groups and units, worst and widest first."""
    merged: dict[tuple[str, str], Bundle] = {}
    members: dict[Group, set[str]] = defaultdict(set)
    for bundle in found:
        if bundle.source.group not in {Group.HOME, Group.OTHERS}:
            members[bundle.source.group].add(bundle.source.id)
    for bundle in found:
        target = home.get(bundle.target)
        source = _far(bundle.source, home, members)
        if target is None or source is None or source.id == f"unit:{target}":
            continue
        key = (source.id, target)
        whole = merged.setdefault(key, Bundle(source, f"unit:{target}"))
        add(whole.held, bundle.held)
        add(whole.blocked, bundle.blocked)
        add(whole.changes, bundle.changes)
    return worst_first(merged.values())


def _telling(between: Sequence[Bundle]) -> list[Bundle]:
    """Return the few to draw: the widest of each verdict, then the worst others."""
    seen: Counter[str] = Counter()
    first = []
    for bundle in between:
        seen[bundle.verdict] += 1
        if seen[bundle.verdict] <= OF_ONE_VERDICT:
            first.append(bundle)
    rest = [bundle for bundle in between if bundle not in first]
    return worst_first([*first, *rest][:BUNDLES_AT_MOST])


def _far(
    party: Party, home: Mapping[str, str], members: Mapping[Group, set[str]]
) -> Party | None:
    if party.group is Group.OTHERS:
        return party
    if party.group is not Group.HOME:
        count = str(len(members[party.group]))
        return Party(f"all:{party.group}", party.group, note=count, is_nameless=True)
    if party.id.startswith("unit:"):
        return party
    unit_id = home.get(party.id)
    return Party(f"unit:{unit_id}", Group.HOME) if unit_id else None


def _drawn(
    layout: Layout, berths: Sequence[Berth], shown: Sequence[Bundle]
) -> tuple[dict[str, list[Point]], dict[str, Point]]:
    shore = {"west": "right", "east": "left", "north": "down", "south": "up"}
    ports = [Port(each.party.id, each.at, (shore[each.side],)) for each in berths]
    taken = []
    for each in layout.territories:
        gate = (each.box.x + each.box.width * 0.6, each.box.y + LANDING)
        ports.append(Port(f"unit:{each.unit.id}", gate, ("up",)))
        taken.append(Box(each.box.x, each.box.y + 4, 40 + 8 * len(each.unit.name), 26))
    chart = Chart(layout.straits, ports)
    known = {port.id for port in ports}
    ways = {}
    for edge in shown:
        if {edge.source.id, edge.target} <= known:
            found = chart.routes(edge.source.id, [edge.target])
            if edge.target in found:
                ways[edge.id] = found[edge.target]
    ways = spread(ways, courses(shown), layout.straits)
    counts = {edge.id: signs(edge.changes) or f"{edge.count:,}" for edge in shown}
    return ways, badges.place(ways, counts, taken, [])
