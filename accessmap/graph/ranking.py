"""Third parties by how far they reach, and who controls whole accounts elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accessmap.graph.answer import Line, Teller
from accessmap.graph.places import Place
from accessmap.models import Account
from accessmap.reach.questions import Kinds
from accessmap.reach.ranking import admins_elsewhere, third_parties


@dataclass(frozen=True, slots=True)
class Controls:
    """Who becomes roles elsewhere that control ``count`` accounts, and one of these."""

    who: Place
    first: Place
    count: int

    @property
    def others(self) -> int:
        """Return how many accounts there are beside that of the first role."""
        return self.count - 1

    def plain(self) -> dict[str, Any]:
        """Return it as JSON can carry it."""
        first = self.first.plain()
        return {**self.who.plain(), "accounts": self.count, "as": first}


def ranking(teller: Teller, off: Kinds, most: int) -> dict[str, Any]:
    """Return both lists as the answer to the question that names no place."""
    ours = frozenset(Account.objects.present().values_list("account_id", flat=True))
    ranked = third_parties(teller.index, ours, off)
    admins = admins_elsewhere(teller.index, off)
    of = teller.places.of
    return {
        "lines": [Line(of(e.node), 0, accounts=e.accounts) for e in ranked[:most]],
        "count": len(ranked),
        "admins": [
            Controls(of(each.node), of(each.first), each.accounts)
            for each in admins[:most]
        ],
        "admin_count": len(admins),
    }
