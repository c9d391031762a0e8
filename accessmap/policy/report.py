"""From decided boxes to findings: who stands highest, and on which conditions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from accessmap.policy import element
from accessmap.policy.box import CALLER, DOOR, NETWORK, RESOURCE, Box, Term, absorbed
from accessmap.policy.caller import Caller, Kind
from accessmap.policy.decide import Decided, Rule, people_of
from accessmap.policy.element import PUBLIC, Element
from accessmap.policy.grant import Blocker
from accessmap.policy.kinds import FederatedScope, PrincipalKind, SourceZone, Zone
from accessmap.policy.network import Network, is_anywhere, names
from accessmap.policy.scope import federated_scope
from accessmap.policy.service import source_zone
from accessmap.policy.shares import LOG_DELIVERY
from accessmap.policy.space import Space


@dataclass(frozen=True, slots=True)
class Finding:
    """One element that a box lets in: nearly a grant."""

    element: Element
    box: Box
    decided: Decided
    conditions: tuple[Term, ...]
    source_zone: SourceZone | None = None
    federated_scope: FederatedScope | None = None
    blockers: tuple[Blocker, ...] = ()


def zones(space: Space, decided: Iterable[Decided]) -> set[Zone]:
    """Return the zones that are let in."""
    return {each.element.zone for each in findings(space, decided)}


def findings(space: Space, decided: Iterable[Decided]) -> list[Finding]:
    """Return what is let in after all, without what stands below a public finding."""
    listed = list(decided)
    found: list[Finding] = []
    crowded = set()  # Allows whose people are let in: their services come in passing
    # Two Allows may say what elsewhere one says: their networks are judged together.
    people = [box for e in listed if e.way.kind is Kind.IDENTITY for box in e.boxes]
    for each in listed:
        if each.way.kind is Kind.IDENTITY:
            found.extend(_of_boxes(space, each, people))
            if each.boxes:
                crowded.add(each.rule.entry.statement.position)
    for each in listed:
        if each.way.kind is not Kind.IDENTITY:
            position = each.rule.entry.statement.position
            is_passing = position in crowded and not _names_kind(each)
            if not is_passing:
                found.extend(_of_boxes(space, each, each.boxes))
    public = [e for e in found if e.element == PUBLIC and _is_plain(space, e.box)]
    space.scene.budget.spend(len(found) * len(public))
    return [e for e in found if e.element == PUBLIC or not _stands_below(e, public)]


def _names_kind(decided: Decided) -> bool:
    """Say whether the Allow names a service or a provider, not everyone."""
    kinds = {
        kind for kind, value in decided.rule.statement.principals or () if value != "*"
    }
    wanted = "Service" if decided.way.kind is Kind.SERVICE else "Federated"
    return wanted in kinds and not decided.rule.statement.is_not_principal


def _is_plain(space: Space, box: Box) -> bool:
    return any(caller.is_plain for caller in _callers(space, box))


def _stands_below(finding: Finding, public: Iterable[Finding]) -> bool:
    """Say whether anybody at all may do the same in the same circumstances."""
    aside = {CALLER}
    if finding.decided.way.kind is Kind.SERVICE:
        aside.add(NETWORK)
    return any(_is_below(finding, each, aside) for each in public)


def _is_below(finding: Finding, public: Finding, aside: set[int]) -> bool:
    is_same_allow = finding.decided.rule is public.decided.rule
    # Where a Deny takes a part of the resource from the public, the public grant says
    # so by what blocks it; what is left of the same Allow for others adds nothing.
    return finding.box.within(
        public.box, but=frozenset(aside | {RESOURCE} if is_same_allow else aside)
    )


def _of_boxes(
    space: Space, decided: Decided, siblings: Sequence[Box]
) -> Iterator[Finding]:
    for box in absorbed(decided.boxes):
        space.scene.budget.spend(len(space.callers) + len(siblings))
        for each in elements(space, decided, box, siblings):
            yield _finding(space, decided, box, each)


def _callers(space: Space, box: Box) -> list[Caller]:
    mask = box.masks[CALLER]
    return [each for at, each in enumerate(space.callers) if mask >> at & 1]


def elements(
    space: Space, decided: Decided, box: Box, siblings: Sequence[Box]
) -> list[Element]:
    """Return the highest elements of a box."""
    callers = _callers(space, box)
    own = {each.own for each in callers}
    held = {up for each in callers for up in each.chain[:-1]} & own
    highest = {e.own for e in callers if not set(e.chain[:-1]) & held}
    if highest != {PUBLIC} or decided.way.kind is not Kind.IDENTITY:
        return sorted(highest)
    doors = [d for at, d in enumerate(space.doors) if box.masks[DOOR] >> at & 1]
    if all(each.account for each in doors):
        home = space.scene.subject.account_id
        accounts = sorted({each.account for each in doors})
        return [element.of_account(each, space.scene.zone, home) for each in accounts]
    return _from_networks(space, box, siblings)


def _from_networks(space: Space, box: Box, siblings: Sequence[Box]) -> list[Element]:
    aside = frozenset({CALLER, NETWORK})
    # Two boxes may be halves of one: the union of their networks is judged.
    mask = box.masks[NETWORK]
    for each in siblings:
        if box.within(each, but=aside) and _reaches(space, each, PUBLIC):
            mask |= each.masks[NETWORK]
    if is_anywhere(_networks(space, mask)):
        return [PUBLIC]
    own = _networks(space, box.masks[NETWORK])
    return [element.of_network(each) for each in names(own, space.networks)]


def _reaches(space: Space, box: Box, wanted: Element) -> bool:
    return any(each.own == wanted for each in _callers(space, box))


def _networks(space: Space, mask: int) -> list[Network]:
    return [each for at, each in enumerate(space.networks) if mask >> at & 1]


def _finding(space: Space, decided: Decided, box: Box, each: Element) -> Finding:
    callers = _callers(space, box)
    # A network and an account's access points are ways that anybody may come by.
    is_anybody = any(caller.own == PUBLIC for caller in callers)
    asked = [t for t in box.terms if t.tests]
    conditions = _told(
        t for t in asked if _limits(space, t, each, is_anybody=is_anybody)
    )
    source = scope = None
    if decided.way.kind is Kind.SERVICE:
        mine = [c for c in callers if each in c.chain]
        if each.principal.id != LOG_DELIVERY:  # S3 itself, on behalf of the bucket
            source = source_zone(space.scene, {c.source for c in mine if c.source})
    if decided.way.kind is Kind.FEDERATED:
        scope = federated_scope(space, each, box)
        if each.principal.id == "*" and scope is FederatedScope.ANY:
            # Anybody has a token of some provider.
            each, scope = PUBLIC, None
    stops = _partial(space, decided, box, each)
    return Finding(each, box, decided, conditions, source, scope, stops)


def _partial(
    space: Space, decided: Decided, box: Box, each: Element
) -> tuple[Blocker, ...]:
    """Return the Denys that took a part of this which no condition of it tells."""
    own = space.held_by(each)
    return tuple(
        sorted(
            {
                _blocker(rule)._replace(is_total=False)
                for rule in decided.cut_by
                for lost in rule.terms
                if lost.dimension in {CALLER, RESOURCE}
                and not lost.tests
                # What was taken from others is none of its own.
                and (lost.dimension == RESOURCE or own & lost.mask)
                for kept in box.terms
                if (kept.dimension, kept.mask) == (lost.dimension, ~lost.mask)
            }
        )
    )


def _told(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Return the terms without those that another of the same form says and more.

    Of two Denys the wider one alone would do, whichever stands first.
    """
    found = list(terms)
    return tuple(
        each for each in found if not any(_says_more(one, each) for one in found)
    )


def _says_more(one: Term, other: Term) -> bool:
    is_alike = one.dimension == other.dimension and (
        [test[:2] for test in one.tests] == [test[:2] for test in other.tests]
    )
    return is_alike and one.mask != other.mask and not one.mask & ~other.mask


def _limits(space: Space, term: Term, each: Element, *, is_anybody: bool) -> bool:
    """Say whether the term still asks something of those whom the element names.

    ``is_anybody``: the element is a way to come, and no caller.
    """
    if term.dimension == CALLER:
        named = space.held_by(each)
        if is_anybody:
            named = space.held_by(PUBLIC) & people_of(space)
        return bool(named & ~term.mask)
    if term.dimension == NETWORK and each.principal.kind is PrincipalKind.NETWORK:
        return any(
            not term.mask >> at & 1
            for at, network in enumerate(space.networks)
            if each.principal.id in network.names
        )
    if term.dimension == DOOR:
        kinds = {PrincipalKind.PUBLIC, PrincipalKind.NETWORK}
        return (
            not is_anybody
            or each.principal.kind in kinds
            or any(
                not term.mask >> at & 1
                for at, door in enumerate(space.doors)
                if door.account == each.principal.id
            )
        )
    return True


def blocked(
    space: Space, decided: Sequence[Decided], final: Sequence[Finding]
) -> list[Finding]:
    """Return what the Allows alone would give, and something stops altogether."""
    found: list[Finding] = []
    for one in decided:
        is_person = one.way.kind is Kind.IDENTITY
        if not one.cut_by or not (is_person or (not one.boxes and _names_kind(one))):
            continue
        open_elements = {e.element for e in final if e.decided.rule is one.rule}
        for each in elements(space, one, one.start, [one.start]):
            if each in open_elements:
                continue
            finding = _finding(space, one, one.start, each)
            stops = tuple(sorted({_blocker(rule) for rule in one.cut_by}))
            found.append(
                Finding(
                    finding.element,
                    one.start,
                    one,
                    finding.conditions,
                    finding.source_zone,
                    finding.federated_scope,
                    stops,
                )
            )
    return found


def _blocker(rule: Rule) -> Blocker:
    entry = rule.entry
    if entry.control == "rcp":
        return Blocker("rcp", entry.document or rule.statement.name)
    return Blocker(entry.control, rule.statement.sid)
