"""Every account and every pair of the map in columns: what a browser expands.

A row for each of five thousand accounts and forty thousand pairs would be megabytes of
repeated names; columns of small numbers are a few hundred kilobytes, and gzip well.
``static/js/map/accounts.js`` reads them back.

* An account is a unit's number and a place in it; where that is on the map follows from
  the unit's ground. Accounts of one unit follow each other.
* Ends of edges are numbers: accounts first, then parties. Edges follow each other by
  target; ``to`` tells steps from one to the next, and ``from`` too while ``to`` stays.
* What an edge holds is the number of a row in ``holds``: held, blocked, changes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from accessmap.graph.bundles import Bundle
from accessmap.graph.geometry import Box
from accessmap.graph.land import Unit, in_order_of_arrival
from accessmap.graph.layout import Field, lay_out
from accessmap.graph.overview import far_layout, heat_of_accounts, is_large
from accessmap.graph.packing import CELL, Plot, places
from accessmap.graph.parties import Party
from accessmap.graph.picture import party_name
from accessmap.graph.reading import Reading, State, readings
from accessmap.graph.seen import Seen
from accessmap.models import Account

Ground = tuple[float, float, float, float, int]  # first place, pitch, columns


def account_graph(seen: Seen, root: Unit) -> dict[str, Any]:
    """Return the whole graph of the accounts below ``root`` as JSON can carry it."""
    bundles = seen.edges()
    read = readings(seen.at)
    heat = heat_of_accounts(root, bundles, read)
    names = dict(Account.objects.values_list("account_id", "name"))
    return in_columns(root, bundles, heat, names, read)


def in_columns(
    root: Unit,
    bundles: Sequence[Bundle],
    heat: Mapping[str, str],
    names: Mapping[str, str],
    read: Mapping[str, Reading],
) -> dict[str, Any]:
    """Return a graph in columns; ``heat`` has every account that is at home."""
    unread = Reading(State.UNREAD)
    states = list(State)
    grounds = dict(_grounds(root, heat))
    standing = [
        (number, unit, account_id, place)
        for number, unit in enumerate(_units(root))
        for account_id, place in _places(unit, grounds[unit.id][4])
    ]
    ids = [account_id for _number, _unit, account_id, _place in standing]
    edges = [each for each in bundles if each.target in heat]
    parties = _parties(edges, heat)
    words = sorted(set(heat.values()))
    return {
        "units": {
            "id": [unit.id for unit in _units(root)],
            "name": [unit.name for unit in _units(root)],
            "ground": [grounds[unit.id] for unit in _units(root)],
        },
        "accounts": {
            "id": ids,
            "name": [names.get(each, "") for each in ids],
            "unit": [number for number, *_rest in standing],
            "place": [place for *_rest, place in standing],
            "heat": [words.index(heat[each]) for each in ids],
            "reading": [states.index(read.get(each, unread).state) for each in ids],
        },
        "readings": states,
        "heats": words,
        "parties": {
            "id": [each.id for each in parties],
            "group": [each.group for each in parties],
            "name": [party_name(each)[0] for each in parties],
            "note": [party_name(each)[1] for each in parties],
        },
        **_columns(edges, [*ids, *(each.id for each in parties)]),
    }


def _units(unit: Unit) -> Iterator[Unit]:
    yield unit
    for child in unit.children:
        yield from _units(child)


def _places(unit: Unit, columns: int) -> Iterator[tuple[str, int]]:
    """Yield each present account with its place: nobody moves when others come."""
    rows = math.ceil((unit.room or 1) / columns)
    for account_id, column, row in places(Plot(unit, columns, rows)):
        yield account_id, row * columns + column


def _parties(edges: Sequence[Bundle], heat: Mapping[str, str]) -> list[Party]:
    found = {each.source.id: each.source for each in edges}
    return [found[key] for key in sorted(found) if key not in heat]


def _grounds(root: Unit, heat: Mapping[str, str]) -> Iterator[tuple[str, Ground]]:
    """Yield where the accounts of each unit stand on the picture of the same land."""
    large = is_large(root)
    layout = far_layout(root, heat) if large else lay_out(root)
    fields = {each.unit.id: each for each in layout.fields}
    for unit in _units(root):
        field = fields.get(unit.id)
        if field is None:
            yield unit.id, (0, 0, 1, 1, 1)  # nobody lives directly in it
        elif large:
            yield unit.id, _close(field.box, unit.room or 1)
        else:
            yield unit.id, _as_drawn(field, layout.towns, unit)


def _close(box: Box, count: int) -> Ground:
    """Return ground for all, as wide for its height as names want it."""
    wish = math.sqrt(count * box.width / box.height * CELL[1] / CELL[0])
    columns = min(max(1, round(wish)), count)
    wide, high = box.width / columns, box.height / math.ceil(count / columns)
    return (
        round(box.x + wide / 2, 2),
        round(box.y + high * 0.3, 2),
        round(wide, 3),
        round(high, 3),
        columns,
    )


def _as_drawn(
    field: Field, towns: Mapping[str, tuple[float, float]], unit: Unit
) -> Ground:
    wide, high = field.pitch
    columns = field.columns
    first = next((e for e in in_order_of_arrival(unit.settlers) if e.is_present), None)
    if first is None:
        return (0, 0, 1, 1, columns)
    _, column, row = next(iter(places(Plot(unit, columns, field.rows))))
    x, y = towns[first.account_id]
    return (
        round(x - wide * column, 2),
        round(y - high * row, 2),
        round(wide, 3),
        round(high, 3),
        columns,
    )


def _columns(edges: Sequence[Bundle], ends: Sequence[str]) -> dict[str, Any]:
    number = {each: at for at, each in enumerate(ends)}
    rows: dict[tuple[Any, ...], int] = {}
    found = sorted(
        (number[each.target], number[each.source.id], _hold(each)) for each in edges
    )
    columns: dict[str, list[int]] = {"to": [], "from": [], "hold": []}
    last_to = last_from = 0
    for to, source, hold in found:
        if to != last_to:
            last_from = 0
        columns["to"].append(to - last_to)
        columns["from"].append(source - last_from)
        columns["hold"].append(rows.setdefault(hold, len(rows)))
        last_to, last_from = to, source
    return {"edges": columns, "holds": [list(map(dict, row)) for row in rows]}


def _hold(edge: Bundle) -> tuple[Any, ...]:
    told = (edge.held, edge.blocked, edge.changes)
    return tuple(tuple(sorted(counts.items())) for counts in told)
