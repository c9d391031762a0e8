"""Trust joined with what the callers may themselves: both halves make an edge.

By index: a trust that names a caller looks that caller up; one that names an account
asks each *different* set of powers there once. Trust in everybody, in an organization
or a unit stays one symbol: whoever may assume anything belongs to it, and whoever may
assume some roles only is looked up by the patterns that its policies name.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from accessmap.policy.kinds import PrincipalKind
from accessmap.reach.edges import Edges
from accessmap.reach.kinds import Doubt, EdgeKind, NodeKind, both
from accessmap.reach.nodes import Nodes
from accessmap.reach.powers import ASSUME, Act, Powers, uses_some
from accessmap.reach.targets import Namers, Targets

SYMBOLS: Mapping[str, NodeKind] = {
    PrincipalKind.PUBLIC: NodeKind.PUBLIC,
    PrincipalKind.ORGANIZATION: NodeKind.ORGANIZATION,
    PrincipalKind.UNIT: NodeKind.UNIT,
}
PLACES: Mapping[str, NodeKind] = {
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
    _numbers: dict[Powers, int] = field(default_factory=dict)
    # What powers say of becoming a role: fewer, as most speak of much else.
    _acts: list[Act] = field(default_factory=list)
    _act_numbers: dict[Act, int] = field(default_factory=dict)
    _act_of: array[int] = field(default_factory=lambda: array("i"))  # by powers
    _of_node: array[int] = field(default_factory=lambda: array("i"))  # or NOT_READ
    _able: dict[str, _Able] = field(default_factory=dict)  # by account
    _outsiders: dict[int, None] = field(default_factory=dict)  # in order
    _symbols: dict[int, list[tuple[int, Trust]]] = field(  # with the target's node
        default_factory=lambda: defaultdict(list)
    )

    def number(self, powers: Powers) -> int:
        """Return the number by which callers are told to have ``powers``."""
        number = self._numbers.setdefault(powers, len(self.powers))
        if number == len(self.powers):
            self.powers.append(powers)
            act = powers.act(ASSUME)
            self._act_of.append(self._act_numbers.setdefault(act, len(self._acts)))
            if len(self._acts) < len(self._act_numbers):
                self._acts.append(act)
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
        kind = one.principal_kind
        if kind in SYMBOLS:
            suffix = "" if one.kind is EdgeKind.BECOME else f"#{_service(one)}"
            symbol = self.nodes.add(one.party + suffix, SYMBOLS[kind])
            self._symbols[symbol].append((self._link([symbol], one), one))
        elif kind in PLACES:
            place = self.nodes.add(one.party, PLACES[kind])
            if kind == PrincipalKind.FEDERATED:
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
        if one.kind is EdgeKind.BECOME:
            able = self._able_in(one.account)
            for act in able.namers.of(one.target):
                doubt = self._acts[act].on(one.target)
                if doubt is not None:
                    self._link(able.holders[act], one, doubt)
            return
        for powers, holders in self.holders[one.account].items():
            doubt = self._lets(powers, one)
            if doubt is not None:
                self._link(holders, _own(self.powers[powers], one), doubt)

    def _able_in(self, account: str) -> _Able:
        if account not in self._able:
            holders = self._by_act(self.holders[account].items())
            named = (
                (each, act) for act in holders for each in self._acts[act].patterns
            )
            self._able[account] = _Able(holders, Namers(named))
        return self._able[account]

    def _by_act(self, found: Iterable[tuple[int, list[int]]]) -> dict[int, list[int]]:
        return _merged((self._act_of[powers], holders) for powers, holders in found)

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
            return self._acts[self._act_of[number]].on(one.target)
        powers = self.powers[number]
        if uses_some(powers, one.actions, one.target):
            return Doubt.ROUGH
        return None if powers.is_read else Doubt.ASSUMED

    def _link(
        self, sources: Iterable[int], one: Trust, doubt: Doubt = Doubt.NONE
    ) -> int:
        target = self.nodes.add(one.target, NodeKind.RESOURCE, one.home)
        self.edges.add(sources, target, one.kind, both(doubt, one.doubt), one.grant)
        return target

    def finish(self) -> None:
        """Join what trusts everybody, an organization or a unit with who may use it."""
        for symbol, found in self._symbols.items():
            _target, first = found[0]
            if first.principal_kind == PrincipalKind.PUBLIC:
                self.edges.add(self._outsiders, symbol, EdgeKind.ANYBODY)
            if first.kind is EdgeKind.BECOME:
                self._join_roles(symbol, first, found)
            else:
                self._join_service(symbol, first)

    def _join_roles(
        self, symbol: int, first: Trust, found: list[tuple[int, Trust]]
    ) -> None:
        """Let those hold the symbol who may become anything; join others with some."""
        trusts = Targets((one.target, (target, one)) for target, one in found)
        for number, holders in self._by_act(self._holders_within(first)).items():
            act = self._acts[number]
            if act.is_open:
                self.edges.add(holders, symbol, EdgeKind.HOLD)
                continue
            for target, one in trusts.matching(act.patterns):
                own = act.on(one.target)
                if own is not None:
                    doubt = both(own, one.doubt)
                    self.edges.add(holders, target, one.kind, doubt, one.grant)

    def _join_service(self, symbol: int, first: Trust) -> None:
        service = _service(first)
        for powers, holders in _merged(self._holders_within(first)).items():
            if self.powers[powers].uses(service):
                self.edges.add(holders, symbol, EdgeKind.HOLD, Doubt.ROUGH)

    def _holders_within(self, first: Trust) -> Iterator[tuple[int, list[int]]]:
        """Yield who has which powers in the accounts that a symbol stands for."""
        is_public = first.principal_kind == PrincipalKind.PUBLIC
        prefix = "" if is_public else first.principal.rstrip("*")
        for account, path in self.members.paths.items():
            if path.startswith(prefix):
                yield from self.holders[account].items()


@dataclass(frozen=True, slots=True)
class _Able:
    """Who in an account may become a role: the numbers of acts, by pattern."""

    holders: Mapping[int, list[int]]
    namers: Namers


def _merged(found: Iterable[tuple[int, list[int]]]) -> dict[int, list[int]]:
    """Return all holders of each number."""
    merged: dict[int, list[int]] = defaultdict(list)
    for number, holders in found:
        merged[number].extend(holders)
    return merged


def _own(powers: Powers, one: Trust) -> Trust:
    """Return a grant as far as the caller's own policies go along with it."""
    if one.kind is EdgeKind.BECOME or not powers.is_read:
        return one
    own = powers.most(_service(one))
    return one if own is None or own >= one.kind else replace(one, kind=own)


def _service(one: Trust) -> str:
    parts = one.target.split(":", 3)
    return parts[2] if len(parts) > 2 else ""  # noqa: PLR2004 (arn:partition:service)
