"""What a picture draws for an edge of the files: many parties or accounts as one.

Files have every pair by itself. Who hides "4 more", a line to a unit's gate, or a group
seen from afar means all that stand behind it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from accessmap.graph.behind import UNIT
from accessmap.graph.bundles import Bundle
from accessmap.graph.called import REST, Called
from accessmap.graph.elsewhere import OUTSIDE
from accessmap.graph.hiding import lines_of, names_of
from accessmap.graph.parties import Group, Party


@dataclass
class DrawnFor:
    """Knows a ``picture``; ``home`` is in which unit each account of it lives."""

    picture: Mapping[str, Any]
    home: Mapping[str, str]
    texts: Mapping[str, str] = field(init=False)  # by the place's id

    def __post_init__(self) -> None:
        """Take who is gathered where."""
        parties: list[dict[str, Any]] = self.picture["parties"]
        self.texts = names_of(self.picture)
        self._lines = lines_of(self.picture)
        self._gathered: dict[str, str] = {
            member: each["id"] for each in parties for member in each["members"]
        }
        found = (each["id"] for each in parties if each["id"].startswith(OUTSIDE))
        self._elsewhere: str = next(found, "")

    def names(self, bundle: Bundle, target: Party) -> Iterator[str]:
        """Yield what is drawn for an edge and for its ends."""
        ends = (self._place(bundle.source, self._elsewhere), self._place(target))
        edge = ">".join(ends)
        yield from (*ends, edge)
        if line := self._lines.get(edge):
            yield line

    def called(self, name: str) -> str:
        """Return what the page calls a place, or an edge by both its ends."""
        return " → ".join(self._called(each) for each in name.split(">"))

    def _called(self, place: str) -> str:
        if place not in self.texts:
            return Called()(place)
        name, note, _id = self.texts[place].split("\n", 2)
        beside = place if place.isdigit() else note if place.startswith(REST) else ""
        return f"{name} {beside}" if beside not in {"", name} else name

    def _place(self, party: Party, elsewhere: str = "") -> str:
        """Return the place that is drawn for a party; one of ours may be elsewhere."""
        if party.group is not Group.HOME:
            is_far = self.picture["view"] == "units"
            far = f"all:{party.group}" if is_far else party.id
            return self._gathered.get(party.id, far)
        if unit := self.home.get(party.id):
            return f"{UNIT}{unit}" if self.picture["view"] == "units" else party.id
        return party.id if party.id in self.texts else elsewhere or party.id
