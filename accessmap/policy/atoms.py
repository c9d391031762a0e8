"""What a document asks: every test by its key, ready to be evaluated.

An atom is one (operator, key, values). The document's decision is a Boolean function of
its atoms, so whatever gives each atom every value that it can have decides it exactly.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from accessmap.policy import address, key
from accessmap.policy.automaton import witnesses
from accessmap.policy.budget import Budget
from accessmap.policy.condition import (
    Operator,
    Values,
    holds,
    is_legible,
    moment,
    number,
    operator,
)
from accessmap.policy.condition import patterns as patterns_of
from accessmap.policy.document import Statement, Test
from accessmap.policy.glob import Lookup, Pattern, blurred, compiled, variables


@dataclass(frozen=True, slots=True)
class Atom:
    """One test of a statement. ``has_variables`` by the Version of its document."""

    test: Test
    how: Operator
    key: str  # in lower case
    has_variables: bool = False
    written: Test | None = None  # what ``test`` was loosened from, if it was

    def holds(self, keys: Mapping[str, Values]) -> bool:
        """Say whether the test is true of a request with these keys."""
        return holds(self.test, self.how, keys.get(self.key), self.lookup(keys))

    def lookup(self, keys: Mapping[str, Values]) -> Lookup | None:
        """Return what resolves the policy variables of the test's values."""
        if not self.has_variables:
            return None
        return lambda name: keys[name][0] if keys.get(name) else None

    def patterns(self, keys: Mapping[str, Values]) -> list[Pattern]:
        """Return the patterns of the values; none if the operator compares no text."""
        if self.how.family in {"string", "like", "arn"}:
            return patterns_of(self.test, self.how, self.lookup(keys))
        if self.how.family == "string-ignoring-case":
            found = (
                compiled(each, wildcards=False, lookup=self.lookup(keys))
                for value in self.test.values
                for each in (value, value.lower(), value.upper())
            )
            return [each for each in found if each is not None]
        return []

    def variables(self) -> set[str]:
        """Return the names of the policy variables in the values."""
        if not self.has_variables:
            return set()
        return {name for value in self.test.values for name in variables(value)}


def atom(test: Test, *, has_variables: bool, is_allow: bool = False) -> Atom | None:
    """Return the test as an atom; None if its operator is unknown."""
    how = operator(test.operator)
    if how is None:
        return None
    if has_variables and is_allow and (looser := _loosened(test, how)):
        return Atom(looser, _like(how), test.key.lower(), has_variables, test)
    return Atom(
        test,
        how,
        test.key.lower(),
        has_variables and any("${" in each for each in test.values),
    )


# What stands around a variable in one of these may still tell whose it is.
_TELLING = {
    "aws:principalarn",
    "aws:principalorgpaths",
    "aws:userid",
    "aws:sourcearn",
    "aws:sourceorgpaths",
    "aws:sourcevpcarn",
    "aws:vpceorgpaths",
    "s3:dataaccesspointarn",
}


def _loosened(test: Test, how: Operator) -> Test | None:
    """Return the test with a star for what nobody knows; None if there is no such.

    A tag or a name may have any value, so an Allow is read as if it took them all: no
    caller is missed, and the account beside the variable still counts.
    """
    if how.is_negated or how.family not in {"string", "like", "arn"}:
        return None
    if test.key.lower() not in _TELLING:
        return None
    known = key.CALLER | key.RESOURCE
    values = test.values
    if how.family == "string":
        values = tuple(re.sub(r"(?<!\{)[*?]", r"${\g<0>}", each) for each in values)
    blurry = tuple(blurred(each, known) for each in values)
    return None if blurry == values else Test(_like(how).written, test.key, blurry)


def _like(how: Operator) -> Operator:
    return (
        replace(how, name="StringLike", family="like")
        if how.family == "string"
        else how
    )


_LONG = 32


def effort_of(test: Test) -> int:
    """Return how many steps of a budget it takes to ask the test of one value."""
    return sum(1 + (len(each) // _LONG) ** 2 for each in test.values)


_TEXT = {"string", "string-ignoring-case", "like", "arn"}
_ADDRESSES = {"aws:sourceip", "aws:vpcsourceip"}


def is_decidable(one: Atom) -> bool:
    """Say whether callers and networks are told apart by what the atom asks.

    Nobody knows what a value asks that is no date, number, address or truth.
    They are made from ids, names and ranges. An operator of another kind (a number of
    an account, a pattern of text on an address) may be met by some that nobody made.
    """
    if not is_legible(one.test, one.how):
        return False
    if one.how.family == "null" or one.key not in _MADE:
        return True
    if one.key in _ADDRESSES:
        is_exact = not any(c in v for v in one.test.values for c in "*?$")
        return one.how.family == "address" or (one.how.family in _TEXT and is_exact)
    return one.how.family in (_TEXT | ({"bool"} if one.key in key.SERVICE else set()))


_MADE = key.CALLER | key.NETWORK | key.DOOR


@dataclass(slots=True)
class Atoms:
    """All atoms of the documents that decide one resource, by key."""

    by_key: dict[str, list[Atom]] = field(default_factory=dict)

    @classmethod
    def of(cls, among: Iterable[tuple[Statement, bool]]) -> Atoms:
        """Collect the atoms of (statement, has variables) pairs."""
        found = cls()
        for statement, has_variables in among:
            for test in statement.tests:
                each = atom(
                    test, has_variables=has_variables, is_allow=statement.is_allow
                )
                if each:
                    found.by_key.setdefault(each.key, []).append(each)
        return found

    def has(self, keys: Iterable[str]) -> bool:
        """Say whether one of the keys is asked for."""
        return any(each in self.by_key for each in keys)

    def patterns(
        self, keys: Iterable[str], known: Mapping[str, Values] | None = None
    ) -> list[Pattern]:
        """Return all text patterns on ``keys``, variables filled from ``known``."""
        return [
            pattern
            for each in keys
            for one in self.by_key.get(each, ())
            for pattern in one.patterns(known or {})
        ]

    def texts(self, keys: Iterable[str]) -> list[str]:
        """Return the values of the tests on ``keys``, as written."""
        return [
            value
            for each in keys
            for one in self.by_key.get(each, ())
            for value in one.test.values
        ]


def classes(
    name: str, atoms: list[Atom], constants: Mapping[str, Values], budget: Budget
) -> list[Values | None]:
    """Return a value of the key for every way to answer ``atoms``, missing included."""
    singles = _singles(atoms, constants, budget)
    told_apart: list[Pattern] = []
    if key.provider(name):
        # Of a token, each pattern matters by itself: one may name an owner, one nobody.
        told_apart = [p for each in atoms for p in each.patterns(constants)]
        told_apart += [e for each in key.GUESTS.get(name, ()) if (e := compiled(each))]
        singles = [each for each in singles if "*" not in each]  # in no token
        singles += key.GUESTS.get(name, ())
    effort = sum(effort_of(each.test) for each in atoms)

    def truth(value: Values) -> tuple[bool, ...]:
        budget.spend(effort * len(value))
        keys = {**constants, name: value}
        return (
            *(holds(each.test, each.how, value, each.lookup(keys)) for each in atoms),
            *(any(map(pattern.matches, value)) for pattern in told_apart),
        )

    # A missing key is kept apart: some callers must lack it.
    found: list[Values | None] = [] if name in key.ALWAYS else [None]
    distinct: dict[tuple[bool, ...], Values] = {}
    for each in singles:
        distinct.setdefault(truth((each,)), (each,))
    if any(each.how.qualifier for each in atoms):
        _add_several(distinct, truth)
    return [*found, *distinct.values()]


def _add_several(
    distinct: dict[tuple[bool, ...], Values],
    truth: Callable[[Values], tuple[bool, ...]],
) -> None:
    """Add what several values together can answer, one more value at a time.

    What values answer together is told by what each answers alone: some of them or all
    of them must fit. So a set that answers nothing new need not grow.
    """
    alone = [each for [each] in distinct.values()]
    wave = list(distinct.values())
    while wave:
        following = []
        for values in wave:
            for more in alone:
                larger = (*values, more)
                if more not in values and (told := truth(larger)) not in distinct:
                    distinct[told] = larger
                    following.append(larger)
        wave = following


def _singles(
    atoms: list[Atom], constants: Mapping[str, Values], budget: Budget
) -> list[str]:
    families = {each.how.family for each in atoms}
    found: list[str] = []
    texts = [value for each in atoms for value in each.test.values]
    if families & {"string", "like", "arn", "string-ignoring-case"} or families == {
        "null"
    }:
        texts_of = [pattern for each in atoms for pattern in each.patterns(constants)]
        found.extend(witnesses(texts_of, budget=budget))
        if "arn" in families:
            universe = "arn:*:*:*:*:*"
            found.extend(witnesses(texts_of, universe=universe, budget=budget))
    if "bool" in families:
        found.extend(("true", "false"))
    if "address" in families:
        found.extend(each.witness for each in address.classes(texts))
    for family, read in (("number", number), ("date", moment)):
        if family in families:
            found.extend(_cuts(b for b in map(read, texts) if b is not None))
    return list(dict.fromkeys(found))


def _cuts(bounds: Iterable[float]) -> list[str]:
    points = sorted(set(bounds)) or [0.0]
    between = [(one + other) / 2 for one, other in pairwise(points)]
    ends = [points[0] - 1, points[-1] + 1]
    return [_number(each) for each in sorted({*points, *between, *ends})]


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.6f}"
