"""Statements as terms: each a set of cells on one dimension of the space."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from accessmap.policy import key
from accessmap.policy.atoms import Atom, atom, effort_of, is_decidable
from accessmap.policy.box import (
    ACTION,
    CALLER,
    DOOR,
    FIRST_KEY,
    NETWORK,
    RESOURCE,
    Term,
)
from accessmap.policy.condition import Values, is_legible, opposite
from accessmap.policy.document import Statement, Test
from accessmap.policy.glob import Pattern, compiled
from accessmap.policy.principal import Name, Named, names
from accessmap.policy.service import ANY_PROVIDER, ANY_SERVICE
from accessmap.policy.space import (
    VARIABLE,
    WITHOUT_RESOURCE,
    Entry,
    Space,
    resource_pattern,
)

Cell = TypeVar("Cell")


def terms_of(space: Space, entry: Entry) -> tuple[tuple[Term, ...], tuple[str, ...]]:
    """Return the statement as terms, and what could not be decided in it.

    What cannot be decided is true in an Allow; a Deny with it gets no terms, and so
    must not be taken to fire.
    """
    statement = entry.statement
    found = [
        Term(CALLER, _named_mask(space, statement)),
        Term(ACTION, _text_mask(space, space.actions, _patterns(statement.actions))),
        Term(RESOURCE, _resource_mask(space, entry)),
    ]
    if statement.is_not_action:
        found[1] = Term(ACTION, ~found[1].mask)
    if entry.spares:
        spared = _text_mask(space, space.actions, _patterns((entry.spares,)))
        found[1] = Term(ACTION, found[1].mask & ~spared)
    unknown: list[str] = []
    if not statement.is_allow and _depends_on_caller(entry):
        unknown.append("Resource")
    for test in statement.tests:
        one = atom(test, has_variables=entry.has_variables, is_allow=statement.is_allow)
        term = _term(space, one) if one else None
        if one is None or term is None:
            unknown.append(_said(test, one))
            term = _free(space, test)
        elif one.written:
            unknown.append(_said(test, one))
            found.append(_free(space, test))
        found.append(term)
    if unknown and not statement.is_allow:
        return (), tuple(unknown)
    return tuple(found), tuple(each for each in unknown if each)


def _depends_on_caller(entry: Entry) -> bool:
    """Say whether the resources are told by a variable, and so differ by caller."""
    listed = entry.statement.resources or ()
    return entry.has_variables and any(VARIABLE.search(each) for each in listed)


def _said(test: Test, one: Atom | None) -> str:
    """Return what of the test is unknown; nothing if it never could say who.

    A value that nobody can read is told whatever the key.
    """
    if one is None:
        return test.operator
    tells_who = one.key in key.CALLER | key.NETWORK | key.DOOR
    return test.key if tells_who or not is_legible(test, one.how) else ""


def _free(space: Space, test: Test) -> Term:
    """Return a term that may be true or not, whatever else is."""
    name = f"?{test.operator}|{test.key.lower()}|{'|'.join(sorted(test.values))}"
    if name not in space.keys:
        space.places[name] = FIRST_KEY + len(space.keys)
        space.keys[name] = [None, ("",)]
    return Term(space.places[name], 0b10, (test,))


def _term(space: Space, one: Atom) -> Term | None:
    """Return the atom as a term on the dimension that decides it, if one does."""
    constants = space.scene.constants
    variables = one.variables() - set(constants)
    if not is_decidable(one):
        return None
    said = (one.written or one.test,), opposite(one.test, one.how)
    effort = effort_of(one.test)

    def asks(
        cells: Sequence[Cell], keys: Callable[[Cell], Mapping[str, Values]]
    ) -> int:
        space.scene.budget.spend(effort * len(cells))
        return _mask(cells, lambda cell: one.holds(keys(cell)))

    if one.key in space.places and not variables:
        cells = space.keys[one.key]
        mask = asks(
            cells, lambda cell: {**constants, one.key: cell} if cell else constants
        )
        return Term(space.places[one.key], mask, *said)
    if variables <= key.CALLER and one.key in key.CALLER | set(constants):
        mask = asks(space.callers, lambda caller: {**constants, **caller.keys})
        return Term(CALLER, mask, *said)
    if variables:
        return None
    if one.key in key.DOOR:
        mask = asks(space.doors, lambda door: {**constants, **door.keys})
        return Term(DOOR, mask, *said)
    mask = asks(space.networks, lambda network: {**constants, **network.keys})
    return Term(NETWORK, mask, *said)


def _mask(cells: Iterable[Cell], holds: Callable[[Cell], bool]) -> int:
    mask = 0
    for at, cell in enumerate(cells):
        if holds(cell):
            mask |= 1 << at
    return mask


def _named_mask(space: Space, statement: Statement) -> int:
    everyone = (1 << len(space.callers)) - 1
    if statement.principals is None:
        return everyone
    listed = names(statement)
    mask = 0
    for name in listed:
        mask |= everyone if name.what is Named.EVERYONE else _one(space, name)
    if not statement.is_not_principal:
        return mask
    if not statement.is_allow:
        # An identity is spared with its account: AWS wants both to be listed. Those a
        # provider vouches for do not call as part of the account that it lies in.
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
        for name in listed:
            if name.what in {Named.ACCOUNT, Named.IDENTITY}:
                mask |= space.matched.get(name.account, 0)
    return everyone & ~mask


def _one(space: Space, name: Name) -> int:
    if name.what in {Named.DELETED, Named.NOBODY, Named.UNCLEAR}:
        return 0
    if name.id == "*":
        any_of_kind = ANY_SERVICE if name.what is Named.SERVICE else ANY_PROVIDER
        return space.matched.get(any_of_kind, 0)
    return space.matched.get(name.id, 0)


def _patterns(actions: Iterable[str]) -> list[Pattern]:
    return [e for each in actions if (e := compiled(each.lower()))]


def _text_mask(space: Space, cells: Sequence[str], patterns: list[Pattern]) -> int:
    space.scene.budget.spend(len(cells) * len(patterns))
    return _mask(cells, lambda cell: any(each.matches(cell) for each in patterns))


def _resource_mask(space: Space, entry: Entry) -> int:
    statement = entry.statement
    everything = (1 << len(space.resources)) - 1
    is_named = space.scene.subject.resource_type not in WITHOUT_RESOURCE
    if statement.resources is None or not is_named:
        return everything
    patterns = [
        e for each in statement.resources if (e := resource_pattern(each, entry))
    ]
    mask = _text_mask(space, space.resources, patterns)
    return everything & ~mask if statement.is_not_resource else mask
