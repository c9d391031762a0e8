"""Where a place of an answer stands on the map: by itself, or what stands for it there.

What is drawn depends on zoom and filters, so each place names all that may stand for
it, the nearest first, and the page takes the first that it has drawn.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from accessmap.graph.answer import Step
from accessmap.graph.parties import Group, Parties
from accessmap.graph.places import SHARED, Place
from accessmap.graph.remembered import remembered
from accessmap.models import Account, OrganizationalUnit
from accessmap.reach.party import IDENTITY_CENTER

CENTER = frozenset({"person", "group"})
BY_UNIT = frozenset({"organization", "unit"})


@dataclass
class Stands:
    """Finds places on the map; who is where is read once."""

    parties: Parties = field(default_factory=Parties)
    units: dict[str, tuple[str, ...]] = field(init=False)
    of_account: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Take the units, each with those around it, and whose account is where."""
        self.units, self.of_account = remembered("stands", _read)

    def of(self, place: Place) -> list[str]:
        """Return the ids on the map that may stand for a place, the nearest first."""
        key = place.key.partition(SHARED)[0]
        if place.account:
            return [place.account, *self._far(place.account)]
        if place.kind in CENTER:
            return _on_rim(IDENTITY_CENTER, Group.IDENTITY)
        if place.kind in BY_UNIT:
            return list(self.units.get(key, self.units.get(f"{key}/", ())))
        return _on_rim(key, self.parties.of_id(key).group)

    def way(self, steps: Sequence[Step]) -> str:
        """Return the places of a way, in order, as JSON."""
        places = [step.source for step in steps[:1]] + [step.target for step in steps]
        return json.dumps([self.of(place) for place in places])

    def met(self, places: Iterable[Place]) -> str:
        """Return places that are met, each by itself, as JSON."""
        return json.dumps([self.of(place) for place in places])

    def _far(self, account_id: str) -> tuple[str, ...]:
        if path := self.of_account.get(account_id):
            return self.units.get(path, ())
        group = self.parties.account(account_id).group
        return (f"rest:{group}", f"all:{group}")


def _read() -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    by_path = dict(OrganizationalUnit.objects.values_list("path", "unit_id"))
    units = {path: _around(path, by_path) for path in by_path}
    present = Account.objects.present().filter(unit__isnull=False)
    return units, dict(present.values_list("account_id", "unit__path"))


def _on_rim(key: str, group: Group) -> list[str]:
    return [key, f"rest:{group}", f"all:{group}"]


def _around(path: str, by_path: dict[str, str]) -> tuple[str, ...]:
    """Return a unit and those around it, from within, as the map calls them.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed-view-data-orgs.html#access_policies_access-advisor-viewing-orgs-entity-path
    """
    found = []
    while path:
        if unit := by_path.get(path):
            found.append(f"unit:{unit}")
        head, _, _ = path.rstrip("/").rpartition("/")
        path = f"{head}/" if head else ""
    return tuple(found)
