"""What a principal's own policies, boundary and SCPs leave it: values to ask quickly.

Conditions of an Allow are taken as met and said; so the answer says too much rather
than too little. A principal whose policies were not read has no powers here at all.

AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from accessmap.policy.action import access_levels, matches
from accessmap.policy.document import MalformedPolicy, Statement, parse
from accessmap.policy.kinds import AccessLevel
from accessmap.reach.kinds import Doubt, EdgeKind, both

ASSUME = "sts:AssumeRole"
# What a variable will be is not known before the request: anything.
_VARIABLE = re.compile(r"\$\{[^}]*\}")


@dataclass(frozen=True, slots=True)
class Clause:
    """One statement, as far as it counts here."""

    is_allow: bool
    actions: tuple[str, ...]
    is_not_action: bool
    resources: tuple[str, ...]
    is_not_resource: bool
    is_conditional: bool

    def names(self, action: str) -> bool:
        """Say whether the statement speaks of ``action``."""
        return _is_listed(action, self.actions) is not self.is_not_action

    def covers(self, resource: str) -> bool:
        """Say whether the statement speaks of ``resource``."""
        found = (
            "*" in self.resources
            or resource in self.resources
            or any(lies_in(each, resource) for each in self.resources)
        )
        return found is not self.is_not_resource

    @property
    def is_everywhere(self) -> bool:
        """Say whether it speaks of every resource."""
        return not self.is_not_resource and "*" in self.resources

    def may_name(self, service: str) -> bool:
        """Say whether it speaks of some action of ``service``."""
        own = {each.lower().partition(":")[0] for each in self.actions}
        if self.is_not_action:
            return not {"*", f"{service}:*"} & {e.lower() for e in self.actions}
        return any(matches(each, service) for each in own)


@lru_cache(maxsize=4096)
def _is_listed(action: str, actions: tuple[str, ...]) -> bool:
    """Say whether some pattern matches: the same few lists stand in most policies."""
    return any(matches(each, action) for each in actions)


Clauses = tuple[Clause, ...]
# One statement that allows everything: what limits nothing.
EVERYTHING: Clauses = (
    Clause(
        is_allow=True,
        actions=("*",),
        is_not_action=False,
        resources=("*",),
        is_not_resource=False,
        is_conditional=False,
    ),
)


@dataclass(frozen=True, slots=True)
class Act:
    """What some powers say of one action: only the statements that speak of it."""

    limits: tuple[Clauses, ...]  # the identity's own first
    doubt: Doubt

    @property
    def is_open(self) -> bool:
        """Say whether it is let on everything, without an exception."""
        return all(
            all(each.is_allow for each in told) and any(e.is_everywhere for e in told)
            for told in self.limits
        )

    @property
    def patterns(self) -> tuple[str, ...]:
        """Return on what an Allow lets it: patterns, ``*`` for the rest."""
        found: set[str] = set()
        for each in self.limits[0]:
            if each.is_allow:
                found.update(("*",) if each.is_not_resource else each.resources)
        return tuple(sorted(found))

    def on(self, resource: str) -> Doubt | None:
        """Say with which doubt it is let on ``resource``; None: it is not."""
        doubt = self.doubt
        for clauses in self.limits:
            found = _lets(clauses, resource)
            if found is None:
                return None
            doubt = both(doubt, found)
        return doubt


@dataclass(frozen=True, slots=True)
class Powers:
    """What one principal may do by itself; the same value for all who may the same."""

    identity: Clauses = ()
    boundary: Clauses | None = None  # None: there is none
    scps: tuple[Clauses, ...] = ()  # level by level; none where none is in force
    is_read: bool = True  # False: some document was not, or could not be understood

    @property
    def limits(self) -> tuple[Clauses, ...]:
        """Return everything that must let an act: own policies, boundary, each level.

        https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
        """
        boundary = () if self.boundary is None else (self.boundary,)
        return (self.identity, *boundary, *self.scps)

    def lets(self, action: str, resource: str) -> Doubt | None:
        """Say with which doubt ``action`` on ``resource`` is let; None: it is not."""
        return self.act(action).on(resource)

    def act(self, action: str) -> Act:
        """Return what is said of ``action``, for who asks about many resources."""
        return Act(
            tuple(_speaking(clauses, action) for clauses in self.limits),
            Doubt.NONE if self.is_read else Doubt.ASSUMED,
        )

    @property
    def is_admin(self) -> bool:
        """Say whether everything is allowed on everything, and nothing denies much."""
        limits = (self.identity, self.boundary)
        return all(_is_whole(each) for each in limits if each is not None) and (
            self.lets("iam:CreateRole", "*") is not None
        )

    def most(self, service: str) -> EdgeKind | None:
        """Return the most that some Allow lets it do in ``service``."""
        found = (access(each, service) for each in self.identity)
        return max((each for each in found if each is not None), default=None)

    def uses(self, service: str) -> bool:
        """Say whether some Allow speaks of ``service``."""
        return any(each.is_allow and each.may_name(service) for each in self.identity)


def clauses(documents: Iterable[object]) -> tuple[Clauses, bool]:
    """Return the statements of ``documents``, and whether all could be understood."""
    found: list[Clause] = []
    is_read = True
    for document in documents:
        one = _of_text(document) if isinstance(document, str) else _read(document)
        if one is None:
            is_read = False
        else:
            found.extend(one)
    return tuple(dict.fromkeys(found)), is_read


# A large organization has some 30,000 different documents, most of them in one account.
@lru_cache(maxsize=16384)
def _of_text(document: str) -> Clauses | None:
    return _read(document)


def _read(document: object) -> Clauses | None:
    try:
        return tuple(_clause(each) for each in parse(document).statements)
    except MalformedPolicy:
        return None


def _clause(statement: Statement) -> Clause:
    resources = ("*",) if statement.resources is None else statement.resources
    return Clause(
        statement.is_allow,
        statement.actions,
        statement.is_not_action,
        tuple(_VARIABLE.sub("*", each) for each in resources),
        statement.is_not_resource,
        bool(statement.tests),
    )


def lies_in(pattern: str, resource: str) -> bool:
    """Say whether a resource fits; of a whole bucket, its objects' pattern is part."""
    if pattern in ("*", resource):
        return True
    if "*" not in pattern and "?" not in pattern:
        return False
    return matches(pattern, resource) or matches(pattern, f"{resource}/x")


def _lets(clauses: Clauses, resource: str) -> Doubt | None:
    best: Doubt | None = None
    doubt = Doubt.NONE
    for each in clauses:
        if not each.covers(resource):
            continue
        if each.is_allow:
            own = Doubt.CONDITION if each.is_conditional else Doubt.NONE
            best = own if best is None else min(best, own)
        elif each.is_conditional:
            doubt |= Doubt.CONDITION
        else:
            return None
    return None if best is None else both(best, doubt)


def _speaking(clauses: Clauses, action: str) -> Clauses:
    """Return those that count for ``action``: many resources are asked about in turn.

    Beside an Allow of everything no other Allow does.
    """
    found = tuple(each for each in clauses if each.names(action))
    for each in found:
        if each.is_allow and each.is_everywhere and not each.is_conditional:
            return (each, *(other for other in found if not other.is_allow))
    return found


def _is_whole(clauses: Clauses) -> bool:
    return any(
        each.is_allow
        and each.is_everywhere
        and not each.is_not_action
        and not {"*", "*:*"}.isdisjoint(each.actions)
        for each in clauses
    )


_KINDS = {
    AccessLevel.LIST: EdgeKind.READ,
    AccessLevel.READ: EdgeKind.READ,
    AccessLevel.TAGGING: EdgeKind.WRITE,
    AccessLevel.WRITE: EdgeKind.WRITE,
    AccessLevel.PERMISSIONS: EdgeKind.ADMINISTER,
}


def kind_of(level: str) -> EdgeKind:
    """Return what an access level lets one do; too much where it is not known."""
    return _KINDS[AccessLevel(level)] if level else EdgeKind.WRITE


@lru_cache(maxsize=8192)
def access(clause: Clause, service: str) -> EdgeKind | None:
    """Return the most that an Allow lets one do in ``service``; None: nothing."""
    if not clause.is_allow or not clause.may_name(service):
        return None
    if clause.is_not_action:
        levels = access_levels([f"{service}:*"], excluded=clause.actions)
    else:
        own = [e for e in clause.actions if matches(e.partition(":")[0], service)]
        wide = [f"{service}:{e.partition(':')[2] or '*'}" for e in own]
        levels = access_levels(wide)
    return kind_of(levels[-1]) if levels else None


def uses_some(powers: Powers, actions: tuple[str, ...], resource: str) -> bool:
    """Say whether some of ``actions`` (patterns) on ``resource`` is let, roughly."""
    return all(_some(each, actions, resource) for each in powers.limits)


def _some(clauses: Clauses, actions: tuple[str, ...], resource: str) -> bool:
    is_let = False
    for each in clauses:
        if not each.covers(resource):
            continue
        if each.is_allow:
            is_let = is_let or any(_overlaps(each, action) for action in actions)
        elif not each.is_conditional and all(each.names(one) for one in actions):
            return False
    return is_let


def _overlaps(clause: Clause, action: str) -> bool:
    if clause.is_not_action:
        return clause.names(action)
    return any(matches(e, action) or matches(action, e) for e in clause.actions)
