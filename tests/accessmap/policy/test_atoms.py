"""Tests of a document, and a value for every way to answer them."""

from __future__ import annotations

from itertools import combinations

from accessmap.policy.atoms import Atom, atom, classes
from accessmap.policy.budget import Budget
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
        for value in classes("some:key", list(atoms), {}, Budget())
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


def test_three_of_many_values_are_thought_of_together() -> None:
    # Three must be there, one of each kind, and none of the other four.
    atoms = [
        *(one("ForAnyValue:StringEquals", each) for each in "abc"),
        *(one("ForAllValues:StringNotEquals", each) for each in "defg"),
    ]
    every_way = {
        tuple(each.holds({"some:key": chosen}) for each in atoms)
        for size in range(1, 8)
        for chosen in combinations("abcdefgz", size)
    }
    assert every_way <= answers(*atoms)


def test_a_key_that_is_always_there_is_never_missing() -> None:
    told = atom(Asked("Bool", "aws:SecureTransport", ("true",)), has_variables=False)
    assert told
    assert None not in classes("aws:securetransport", [told], {}, Budget())
