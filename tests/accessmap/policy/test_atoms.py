"""Tests of a document, and a value for every way to answer them."""

from __future__ import annotations

from accessmap.policy.atoms import Atom, atom, classes
from accessmap.policy.document import Test as Asked


def one(operator: str, *values: str, variables: bool = False) -> Atom:
    found = atom(Asked(operator, "Some:Key", values), has_variables=variables)
    assert found
    return found


def test_an_unknown_operator_is_no_atom() -> None:
    assert atom(Asked("StringMatches", "k", ("x",)), has_variables=False) is None


def test_a_variable_is_filled_from_the_request() -> None:
    told = one("StringEquals", "${aws:username}", variables=True)
    keys = {"some:key": ("sue",), "aws:username": ("sue",)}
    assert told.holds(keys)
    assert not told.holds({"some:key": ("sue",)})
    assert not one("StringEquals", "${aws:username}").holds(keys)


def answers(*atoms: Atom) -> set[tuple[bool, ...]]:
    return {
        tuple(
            each.holds({} if value is None else {"some:key": value}) for each in atoms
        )
        for value in classes("some:key", list(atoms), {})
    }


def test_patterns_that_overlap_are_told_apart() -> None:
    found = answers(one("StringLike", "a*"), one("StringLike", "*b"))
    assert found == {(True, True), (True, False), (False, True), (False, False)}


def test_numbers_are_cut_at_their_bounds() -> None:
    found = answers(one("NumericLessThan", "10"), one("NumericGreaterThan", "20"))
    assert found == {(True, False), (False, True), (False, False)}


def test_several_values_at_once_are_thought_of() -> None:
    found = answers(
        one("ForAnyValue:StringEquals", "a"), one("ForAllValues:StringEquals", "a")
    )
    assert found == {(True, True), (True, False), (False, False), (False, True)}


def test_a_key_that_is_always_there_is_never_missing() -> None:
    told = atom(Asked("Bool", "aws:SecureTransport", ("true",)), has_variables=False)
    assert told
    assert None not in classes("aws:securetransport", [told], {})
