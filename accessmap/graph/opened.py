"""One account, or one edge, unfolded: who is let in, and on which resource.

Within a budget: beyond it a picture is a hairball, and the list says it better.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from accessmap.graph.parties import Parties, Party
from accessmap.graph.picture import party_name
from accessmap.models.grant import GrantQuerySet
from accessmap.policy.kinds import PrincipalKind

BUDGET = 300  # nodes
COLUMNS = (
    *("principal_kind", "principal", "principal_account", "verdict", "is_blocked"),
    *("resource__arn", "resource__name", "resource__resource_type"),
    "resource__account_id",
)
BY_NAME = frozenset({PrincipalKind.ROLE, PrincipalKind.USER, PrincipalKind.SESSION})


class Row(NamedTuple):
    """What is drawn of a grant."""

    kind: str
    principal: str
    principal_account: str
    verdict: str
    is_blocked: bool
    arn: str
    name: str
    type: str
    account_id: str


@dataclass(slots=True)
class Thing:
    """A principal or a resource. ``pile`` is what stands together: a type, an account.

    ``side`` is where it stands: who comes in at the left, who is opened in the middle,
    where those get in at the right.
    """

    id: str
    name: str
    note: str
    side: str
    pile: str
    party: Party | None = None


@dataclass(slots=True)
class Link:
    """All grants from one thing to another."""

    source: Thing
    target: Thing
    words: dict[str, str]
    held: dict[str, int] = field(default_factory=dict)
    blocked: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Opened:
    """What is drawn of ``home``; ``is_over``: more than the budget, so nothing is."""

    home: str
    things: list[Thing]
    links: list[Link]
    is_over: bool = False


def opened(grants: GrantQuerySet, parties: Parties, home: str) -> Opened:
    """Return the grants into the account ``home``, and out of it, thing by thing."""
    rows = grants.order_by("pk").values_list(*COLUMNS)
    found = _Finder(parties, home)
    for each in rows.iterator(chunk_size=500):
        found.take(Row(*each))
        if len(found.things) > BUDGET:
            return Opened(home, [], [], is_over=True)
    return Opened(home, list(found.things.values()), list(found.links.values()))


@dataclass(slots=True)
class _Finder:
    parties: Parties
    home: str
    things: dict[str, Thing] = field(default_factory=dict)
    links: dict[tuple[str, str], Link] = field(default_factory=dict)

    def take(self, row: Row) -> None:
        """Count one grant in."""
        source, target = self._who(row), self._what(row)
        if source is target:
            return
        party = self._party(row)
        words = {"from": party.id, "to": row.account_id, "resource": row.arn}
        if row.kind in BY_NAME:
            words["principal"] = row.principal
        link = self.links.setdefault(
            (source.id, target.id), Link(source, target, words)
        )
        counts = link.blocked if row.is_blocked else link.held
        counts[row.verdict] = counts.get(row.verdict, 0) + 1

    def _party(self, row: Row) -> Party:
        return self.parties.of(
            row.kind, row.principal, row.principal_account, row.verdict
        )

    def _who(self, row: Row) -> Thing:
        party = self._party(row)
        is_named = row.kind in BY_NAME
        name, note = party_name(party)
        key = row.principal if is_named else party.id
        if is_named:
            note = "\n".join(dict.fromkeys(each for each in (name, note) if each))
            name = row.principal.rpartition("/")[2]
        is_home = row.principal_account == self.home and row.account_id != self.home
        if is_home:
            return self._kept(key, Thing("", name or key, "", "home", "", party))
        return self._kept(key, Thing("", name or key, note, "left", "", party))

    def _what(self, row: Row) -> Thing:
        is_home = row.account_id == self.home
        pile = row.type if is_home else row.account_id
        side = "home" if is_home else "right"
        return self._kept(row.arn, Thing("", row.name, row.type, side, pile))

    def _kept(self, key: str, thing: Thing) -> Thing:
        """Return the one thing with this key: a role is it when it is let in too."""
        found = self.things.get(key)
        if found is None:
            thing.id = f"thing:{len(self.things)}"
            found = self.things[key] = thing
        return found


def piles(things: Iterable[Thing]) -> Iterator[tuple[str, list[Thing]]]:
    """Yield what stands together, by name."""
    found: dict[str, list[Thing]] = {}
    for each in things:
        found.setdefault(each.pile, []).append(each)
    for name in sorted(found):
        yield name, sorted(found[name], key=lambda each: (each.name, each.id))
