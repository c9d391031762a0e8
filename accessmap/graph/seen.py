"""What a map is drawn of: grants at one moment, or at two that are compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accessmap.graph.bundles import Bundle, bundles, mark
from accessmap.graph.changes import Changed
from accessmap.graph.dates import Params, comparison_of, shown_at
from accessmap.graph.filters import GrantFilter
from accessmap.graph.narrow import matching
from accessmap.graph.parties import Parties
from accessmap.models.grant import GrantQuerySet


@dataclass(frozen=True, slots=True)
class Seen:
    """``at`` is None for now; ``changes`` are those between two dates, if compared."""

    grants: GrantQuerySet
    at: datetime | None = None
    is_compared: bool = False
    changes: Sequence[Changed] = ()
    then: datetime | None = None  # the earlier of two dates

    @classmethod
    def of(cls, params: Params) -> Seen:
        """Return what an address asks for; else BadFilter."""
        compared = comparison_of(params)
        if compared is not None:
            return cls(
                compared.grants(),
                compared.now,
                is_compared=True,
                changes=compared.changes,
                then=compared.then,
            )
        return cls(matching(GrantFilter.of(params)), shown_at(params))

    def edges(self) -> list[Bundle]:
        """Return the edges, worst first; with what changed on each, where compared."""
        parties = Parties(self.at)
        found = bundles(self.grants, parties)
        mark(found, self.changes, parties)
        return found
