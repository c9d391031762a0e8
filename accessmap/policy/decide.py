"""The decision: which requests some Allow matches and no Deny does, as boxes.

Each way to come (as a person, as a service, through a provider) has keys that the
others lack, so each is decided apart; the statements are the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from accessmap.policy import key
from accessmap.policy.box import (
    ACTION,
    CALLER,
    MOST_BOXES,
    NETWORK,
    Box,
    Term,
    absorbed,
)
from accessmap.policy.caller import Caller, Kind
from accessmap.policy.document import Statement
from accessmap.policy.kinds import PolicyKind
from accessmap.policy.space import ASSUMING, Entry, Space
from accessmap.policy.terms import terms_of

# Tokens of these anyone can get; they bring the keys that conditions ask for.
_SAML, _OIDC = ":saml-provider/", "oidc-provider/"


@dataclass(frozen=True, slots=True)
class Rule:
    """A statement as terms."""

    entry: Entry
    terms: tuple[Term, ...]
    unknown: tuple[str, ...] = ()

    @property
    def statement(self) -> Statement:
        """Return the statement itself."""
        return self.entry.statement


@dataclass(frozen=True, slots=True)
class Way:
    """One way to come: the kind of caller, and what requests of this way can hold."""

    kind: Kind
    masks: tuple[int, ...]


@dataclass(slots=True)
class Decided:
    """What one Allow gives along one way: before any Deny, and after all of them."""

    rule: Rule
    way: Way
    start: Box
    boxes: list[Box]
    cut_by: list[Rule] = field(default_factory=list)
    undecided_denies: tuple[str, ...] = ()
    is_approximate: bool = False


def decide(
    space: Space, entries: Sequence[Entry], extra: Sequence[Rule] = ()
) -> list[Decided]:
    """Return what every Allow gives, way by way."""
    rules = [Rule(entry, *terms_of(space, entry)) for entry in entries]
    allows = [each for each in rules if each.statement.is_allow]
    denies = [each for each in (*rules, *extra) if not each.statement.is_allow]
    denies.sort(key=_as_written)  # once: each Allow asks for them, each way
    found = []
    for way in ways(space):
        for allow in allows:
            start: Box | None = Box(way.masks)
            for term in allow.terms:
                start = start and start.narrowed(term)
            start = start and possible(space, way, start)
            if start:
                found.append(_less(space, Decided(allow, way, start, [start]), denies))
    return found


def _less(space: Space, found: Decided, denies: Sequence[Rule]) -> Decided:
    for deny in sorted(denies, key=lambda each: _in_turn(found.start, each)):
        if found.is_approximate:
            break
        space.scene.budget.spend(4 * len(found.boxes) * len(deny.terms))
        if not deny.terms:
            found.undecided_denies += deny.unknown
            continue
        left: list[Box] = []
        for box in found.boxes:
            pieces = box.less(deny.terms)
            if pieces != [box] and deny not in found.cut_by:
                found.cut_by.append(deny)
            left.extend(p for e in pieces if (p := possible(space, found.way, e)))
        left = absorbed(left)
        if len(left) > MOST_BOXES:
            found.is_approximate = True
            break
        found.boxes = left
    return found


def _as_written(deny: Rule) -> str:
    """Return what decides between Denys that are as wide, wherever they stand."""
    of = deny.statement
    said = (of.tests, of.principals, of.actions, of.resources, deny.entry.document)
    return repr((*said, of.sid))


def _in_turn(box: Box, deny: Rule) -> tuple[int, int]:
    """Return when a Deny has its turn, wherever it stands in its document.

    Those that a request of the box may escape in one way only come first: they cannot
    multiply the boxes. Then the widest: behind it a narrower one takes nothing, and so
    no grant tells of it.
    """
    escapes = [(box.masks[t.dimension] & ~t.mask).bit_count() for t in deny.terms]
    return sum(map(bool, escapes)), sum(escapes)


def possible(space: Space, way: Way, box: Box) -> Box | None:
    """Return the box without the callers who cannot come so; None if nobody can."""
    if way.kind is not Kind.IDENTITY or not space.callers:
        return box
    is_signed = any(not box.masks[at] & absent for at, absent in space.signed)
    if not is_signed or space.callers[0].kind is not Kind.ANONYMOUS:
        return box
    # What is asked of the key tells that the request is signed.
    return box.narrowed(Term(CALLER, ~1))


def ways(space: Space) -> Iterator[Way]:
    """Yield the ways to come that this resource knows."""
    whole = space.whole
    kinds = [each.kind for each in space.callers]
    hidden, seen = 1, whole[NETWORK] & ~1
    people = people_of(space)
    service = _bits(k is Kind.SERVICE for k in kinds)
    is_trust = space.scene.subject.kind is PolicyKind.TRUST
    by_hand = _acting(space, ASSUMING[:1]) if is_trust else whole[ACTION]
    for kind, callers, network in (
        (Kind.IDENTITY, people, seen),
        (Kind.SERVICE, service, hidden),
    ):
        masks = _with(whole, {CALLER: callers, NETWORK: network, ACTION: by_hand})
        yield Way(kind, _lacking(space, masks, provider="") if is_trust else masks)
    for at, caller in enumerate(space.callers):
        if caller.kind is Kind.FEDERATED:
            acting = _acting(space, _entrances(caller)) if is_trust else whole[ACTION]
            masks = _with(whole, {CALLER: 1 << at, NETWORK: seen, ACTION: acting})
            yield Way(
                Kind.FEDERATED, _lacking(space, masks, provider=provider_host(caller))
            )


def people_of(space: Space) -> int:
    """Return the callers that are neither a service nor come through a provider."""
    kinds = {Kind.ANONYMOUS, Kind.IDENTITY}
    return _bits(each.kind in kinds for each in space.callers)


def _entrances(caller: Caller) -> tuple[str, ...]:
    name = caller.own.principal.id
    if name == "*":
        return ASSUMING[1:]
    return (ASSUMING[1],) if _SAML in name else (ASSUMING[2],)


def provider_host(caller: Caller) -> str:
    """Return how the provider's condition keys begin; "*" for any provider's."""
    name = caller.own.principal.id
    if _SAML in name:
        return "saml"
    return name.rpartition(_OIDC)[2].lower()


def _acting(space: Space, actions: Sequence[str]) -> int:
    return _bits(each in actions for each in space.actions)


def _lacking(space: Space, masks: tuple[int, ...], *, provider: str) -> tuple[int, ...]:
    """Take away the keys of providers that this caller does not come through."""
    changed = {}
    for name, at in space.places.items():
        host = key.provider(name)
        absent = space.absent(name)
        if not host or provider == "*":
            continue
        if host != provider:
            changed[at] = absent
        elif name.rpartition(":")[2] in {"aud", "sub"}:
            changed[at] = masks[at] & ~absent  # every token and assertion has them
    return _with(masks, changed)


def _with(masks: tuple[int, ...], changed: dict[int, int]) -> tuple[int, ...]:
    return tuple(changed.get(at, mask) for at, mask in enumerate(masks))


def _bits(truths: Iterator[bool]) -> int:
    return sum(1 << at for at, each in enumerate(truths) if each)
