"""The land before it is surveyed: units, their accounts, and room to grow.

The map must be the same from crawl to crawl, so a unit's room is replayed from the
order in which its accounts arrived: the first ones get a spare place or two, and
newcomers take those. Nothing is stored, and nobody moves until a unit is full.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Settler:
    """One account that is or was at home in a unit."""

    account_id: str
    arrived_at: datetime
    is_present: bool = True


@dataclass(frozen=True, slots=True)
class Unit:
    """A root or an organizational unit, with all below it."""

    id: str
    name: str
    settlers: tuple[Settler, ...] = ()
    children: tuple[Unit, ...] = ()
    reserved: int = 0  # places that it holds, where settlers do not say how many

    @property
    def room(self) -> int:
        """Return how many places it holds for those directly in it, spare ones too."""
        return self.reserved or room(self.settlers)

    @property
    def size(self) -> int:
        """Return how many accounts are at home in it and below."""
        here = sum(settler.is_present for settler in self.settlers)
        return here + sum(child.size for child in self.children)

    @property
    def is_settled(self) -> bool:
        """Say whether anybody ever lived in it or below."""
        return bool(self.room) or any(child.is_settled for child in self.children)


def in_order_of_arrival(settlers: Iterable[Settler]) -> list[Settler]:
    """Return who came first, first; whoever left keeps the place that was theirs."""
    return sorted(settlers, key=lambda each: (each.arrived_at, each.account_id))


def room(settlers: Sequence[Settler]) -> int:
    """Return how many places a unit holds, spare ones included."""
    arrivals = Counter(settler.arrived_at for settler in settlers)
    places = count = 0
    for _moment, newcomers in sorted(arrivals.items()):
        count += newcomers
        if count > places:
            places = count + max(1, count // 6)
    return places
