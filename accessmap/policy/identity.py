"""What identity policies let their role do: read roughly, for rules and sentences.

A Deny counts only where it holds whatever the request; conditions on an Allow are
taken as met. So the answer says too much rather than too little.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from accessmap.policy.action import expand, matches
from accessmap.policy.document import MalformedPolicy, Statement, parse

Documents = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Allowance:
    """One statement: which actions (less some) on which resources."""

    actions: tuple[str, ...]
    excluded: tuple[str, ...]
    resources: tuple[str, ...]  # patterns; "*" where NotResource leaves the rest

    def covers(self, action: str, resource: str = "") -> bool:
        """Say whether ``action`` is covered, on ``resource`` where one is given."""
        if not any(matches(each, action) for each in self.actions):
            return False
        if any(matches(each, action) for each in self.excluded):
            return False
        return not resource or any(matches(each, resource) for each in self.resources)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a set of identity policies allows, and what it denies for good."""

    allowed: tuple[Allowance, ...] = ()
    denied: tuple[Allowance, ...] = ()
    is_read: bool = True  # False where a document could not be understood

    def allows(self, action: str, resource: str = "") -> bool:
        """Say whether some Allow covers ``action`` and no firm Deny does."""
        if any(each.covers(action, resource) for each in self.denied):
            return False
        return any(each.covers(action, resource) for each in self.allowed)

    @property
    def is_admin(self) -> bool:
        """Say whether everything is allowed on everything."""
        return any(
            not {"*", "*:*"}.isdisjoint(one.actions)
            and not one.excluded
            and "*" in one.resources
            for one in self.allowed
        ) and not any(each.covers("iam:CreateRole") for each in self.denied)

    def actions(self) -> tuple[str, ...]:
        """Return every action that is allowed on something."""
        found: set[str] = set()
        for each in self.allowed:
            found.update(expand(each.actions, excluded=each.excluded))
        return tuple(sorted(each for each in found if self.allows(each)))


def identity(documents: Iterable[object]) -> Identity:
    """Read identity policies; what is malformed leaves the answer unread."""
    allowed: list[Allowance] = []
    denied: list[Allowance] = []
    is_read = True
    for document in documents:
        try:
            statements = parse(document).statements
        except MalformedPolicy:
            is_read = False
            continue
        for statement in statements:
            if statement.is_allow:
                allowed.append(_allowance(statement))
            elif _is_firm(statement):
                denied.append(_allowance(statement))
    return Identity(tuple(allowed), tuple(denied), is_read)


def _is_firm(statement: Statement) -> bool:
    """Say whether a Deny holds whatever the resource and the request."""
    return not statement.tests and "*" in (statement.resources or ())


def _allowance(statement: Statement) -> Allowance:
    resources = statement.resources or ("*",)
    return Allowance(
        actions=("*",) if statement.is_not_action else statement.actions,
        excluded=statement.actions if statement.is_not_action else (),
        resources=("*",) if statement.is_not_resource else resources,
    )
