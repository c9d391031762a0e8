"""Trust joined with what the callers may themselves: both halves make an edge.

By index: a trust that names a caller looks that caller up; one that names an account
asks each *different* set of powers there once. Trust in everybody, in an organization
or a unit stays one symbol: whoever may assume anything belongs to it, and whoever may
assume some roles only is looked up by the patterns that its policies name.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from accessmap.policy.kinds import PrincipalKind
from accessmap.reach.edges import Edges
from accessmap.reach.kinds import Doubt, EdgeKind, NodeKind, both
from accessmap.reach.nodes import Nodes
from accessmap.reach.powers import ASSUME, Act, Powers, uses_some
from accessmap.reach.targets import Namers, Targets

SYMBOLS = {
    PrincipalKind.PUBLIC: NodeKind.PUBLIC,
    PrincipalKind.ORGANIZATION: NodeKind.ORGANIZATION,
    PrincipalKind.UNIT: NodeKind.UNIT,
}
PLACES = {
    PrincipalKind.SERVICE: NodeKind.SERVICE,
    PrincipalKind.FEDERATED: NodeKind.FEDERATED,
}
NOT_READ = -1  # of who is trusted, but is no caller that we know


@dataclass(frozen=True, slots=True)
class Trust:
    """One grant as the join needs it. ``party`` is the key of its place or symbol."""

    target: str  # ARN
    home: str
    principal_kind: str
    principal: str
    account: str
    party: str = ""
    grant: int = 0
    doubt: Doubt = Doubt.NONE
    kind: EdgeKind = EdgeKind.BECOME
    actions: tuple[str, ...] = (ASSUME,)


@dataclass(slots=True)
class Members:
    """Who is ours: the accounts, with the path of each, and those read to the end."""

    paths: Mapping[str, str]
    read: frozenset[str]


@dataclass(slots=True)
class Join:
    """Takes the callers first, then the trust; ``finish`` joins the symbols."""

    nodes: Nodes
    edges: Edges
    members: Members
    powers: list[Powers] = field(default_factory=list)
    # Account → number of powers → who has them.
    holders: dict[str, dict[int, list[int]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    _acts: list[Act] = field(default_factory=list)  # of becoming a role, by number
    _numbers: dict[Powers, int] = field(default_factory=dict)
    _of_node: array[int] = field(default_factory=lambda: array("i"))  # or NOT_READ
    _namers: dict[str, Namers] = field(default_factory=dict)
    _outsiders: dict[int, None] = field(default_factory=dict)  # in order
    _symbols: dict[int, list[tuple[str, Trust]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def number(self, powers: Powers) -> int:
        """Return the number by which callers are told to have ``powers``."""
        number = self._numbers.setdefault(powers, len(self.powers))
        if number == len(self.powers):
            self.powers.append(powers)
            self._acts.append(powers.act(ASSUME))
        return number

    def caller(self, arn: str, kind: NodeKind, account: str, powers: int) -> int:
        """Take one role or user with the number of its powers."""
        node = self.nodes.add(arn, kind, account)
        self.holders[account][powers].append(node)
        while len(self._of_node) <= node:
            self._of_node.append(NOT_READ)
        self._of_node[node] = powers
        return node

    def trust(self, one: Trust) -> None:
        """Take one grant."""
        kind = PrincipalKind(one.principal_kind)
        if kind in SYMBOLS:
            suffix = "" if one.kind is EdgeKind.BECOME else f"#{_service(one)}"
            symbol = self.nodes.add(one.party + suffix, SYMBOLS[kind])
            self._symbols[symbol].append((one.principal, one))
            self._link([symbol], one)
        elif kind in PLACES:
            place = self.nodes.add(one.party, PLACES[kind])
            if kind is PrincipalKind.FEDERATED:
                self._outsiders[place] = None
            self._link([place], one)
        elif one.account not in self.members.paths:
            self._from_outside(one)
        elif kind in (PrincipalKind.ACCOUNT, PrincipalKind.CANONICAL):
            self._from_account(one)
        else:
            self._from_one(one)

    def _from_outside(self, one: Trust) -> None:
        """An outsider's account is one node: who acts in it is not ours to read."""
        key = one.account or one.principal
        kind = NodeKind.ACCOUNT if one.account else NodeKind.OTHER
        node = self.nodes.add(key, kind, key)
        self._outsiders[node] = None
        self._link([node], one, Doubt.ASSUMED)

    def _from_account(self, one: Trust) -> None:
        account = self.nodes.add(one.account, NodeKind.ACCOUNT, one.account)
        is_read = one.account in self.members.read
        # Whoever controls the account can make such a caller.
        self._link([account], one, Doubt.NONE if is_read else Doubt.ASSUMED)
        holders = self.holders[one.account]
        for powers in self._able(one):
            doubt = self._lets(powers, one)
            if doubt is not None:
                self._link(holders[powers], _own(self.powers[powers], one), doubt)

    def _able(self, one: Trust) -> Iterable[int]:
        """Return the powers in the trusted account that some Allow gives this role to.

        Of others than roles it is asked action by action: any powers may do.
        """
        if one.kind is not EdgeKind.BECOME:
            return self.holders[one.account]
        if one.account not in self._namers:
            self._namers[one.account] = Namers(
                (pattern, powers)
                for powers in self.holders[one.account]
                for pattern in self.powers[powers].patterns(ASSUME)
            )
        return self._namers[one.account].of(one.target)

    def _from_one(self, one: Trust) -> None:
        node = self.nodes.find(one.principal)
        powers = self._powers_of(node)
        if node is None or powers == NOT_READ:
            if one.account not in self.members.read:
                unread = self.nodes.add(one.principal, NodeKind.OTHER, one.account)
                self._link([unread], one, Doubt.ASSUMED)
            return
        doubt = self._lets(powers, one)
        if doubt is not None and one.account != one.home:
            one = _own(self.powers[powers], one)
        if doubt is None and one.account == one.home:
            # Named in its own account, it needs no policy of its own.
            # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-single-account.html
            doubt = Doubt.ROUGH
        if doubt is not None:
            self._link([node], one, doubt)

    def _powers_of(self, node: int | None) -> int:
        if node is None or node >= len(self._of_node):
            return NOT_READ
        return self._of_node[node]

    def _lets(self, number: int, one: Trust) -> Doubt | None:
        if one.kind is EdgeKind.BECOME:
            return self._acts[number].on(one.target)
        powers = self.powers[number]
        if uses_some(powers, one.actions, one.target):
            return Doubt.ROUGH
        return None if powers.is_read else Doubt.ASSUMED

    def _link(
        self, sources: Iterable[int], one: Trust, doubt: Doubt = Doubt.NONE
    ) -> None:
        target = self.nodes.add(one.target, NodeKind.RESOURCE, one.home)
        self.edges.add(sources, target, one.kind, both(doubt, one.doubt), one.grant)

    def finish(self) -> None:
        """Join what trusts everybody, an organization or a unit with who may use it."""
        for symbol, found in self._symbols.items():
            trusts = Targets((one.target, one) for _name, one in found)
            name, first = found[0]
            if first.principal_kind == PrincipalKind.PUBLIC:
                self.edges.add(self._outsiders, symbol, EdgeKind.ANYBODY)
            usable: dict[int, _Usable] = {}
            for account, path in self.members.paths.items():
                if _is_within(first.principal_kind, name, path):
                    for powers, holders in self.holders[account].items():
                        if powers not in usable:
                            usable[powers] = _usable(self.powers[powers], first, trusts)
                        self._join_symbol(symbol, usable[powers], holders)

    def _join_symbol(self, symbol: int, use: _Usable, holders: list[int]) -> None:
        if use.whole is not None:
            self.edges.add(holders, symbol, EdgeKind.HOLD, use.whole)
        for one, doubt in use.some:
            self._link(holders, one, doubt)


@dataclass(frozen=True, slots=True)
class _Usable:
    """What some powers can do with a symbol: belong to it, or use some trusts only."""

    whole: Doubt | None = None
    some: tuple[tuple[Trust, Doubt], ...] = ()


def _usable(powers: Powers, first: Trust, trusts: Targets[Trust]) -> _Usable:
    if first.kind is not EdgeKind.BECOME:
        return _Usable(Doubt.ROUGH if powers.uses(_service(first)) else None)
    if powers.assumes_anything():
        return _Usable(Doubt.NONE)
    become = powers.act(ASSUME)
    found = (
        (one, become.on(one.target)) for one in trusts.matching(powers.patterns(ASSUME))
    )
    return _Usable(
        some=tuple((one, doubt) for one, doubt in found if doubt is not None)
    )


def _own(powers: Powers, one: Trust) -> Trust:
    """Return a grant as far as the caller's own policies go along with it."""
    if one.kind is EdgeKind.BECOME or not powers.is_read:
        return one
    own = powers.most(_service(one))
    return one if own is None or own >= one.kind else replace(one, kind=own)


def _is_within(kind: str, name: str, path: str) -> bool:
    """Say whether an account at ``path`` is one of those that a symbol stands for."""
    if kind == PrincipalKind.PUBLIC:
        return True
    return path.startswith(name.rstrip("*"))


def _service(one: Trust) -> str:
    parts = one.target.split(":", 3)
    return parts[2] if len(parts) > 2 else ""  # noqa: PLR2004 (arn:partition:service)
