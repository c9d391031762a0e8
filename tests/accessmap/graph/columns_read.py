"""Reads columns back, as the browser does."""

from __future__ import annotations

from typing import Any

Held = dict[str, int]
Edges = dict[tuple[str, str], tuple[Held, Held, Held]]


def edges(graph: dict[str, Any]) -> Edges:
    """Every pair with what it holds: held, blocked, changes."""
    ends = [*graph["accounts"]["id"], *graph["parties"]["id"]]
    found: Edges = {}
    to = source = 0
    columns = graph["edges"]
    for step, other, hold in zip(
        columns["to"], columns["from"], columns["hold"], strict=True
    ):
        to += step
        source = other if step else source + other
        held, blocked, changes = graph["holds"][hold]
        found[ends[source], ends[to]] = (held, blocked, changes)
    return found


def spots(graph: dict[str, Any]) -> dict[str, tuple[float, float]]:
    """Where each account stands."""
    found = {}
    accounts = graph["accounts"]
    for account_id, unit, place in zip(
        accounts["id"], accounts["unit"], accounts["place"], strict=True
    ):
        x, y, wide, high, columns = graph["units"]["ground"][unit]
        found[account_id] = (
            x + wide * (place % columns),
            y + high * (place // columns),
        )
    return found
