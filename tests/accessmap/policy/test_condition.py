"""Operators: each against a value, several, and none."""

from __future__ import annotations

import pytest

from accessmap.policy.condition import holds, moment, number, operator, opposite
from accessmap.policy.document import Test as Asked
from tests.accessmap.policy.callers import FOREIGN
from tests.accessmap.policy.stage import allow, deny, grants


def says(name: str, value: str | None, *wanted: str) -> bool:
    how = operator(name)
    assert how
    found = None if value is None else tuple(value.split(","))
    return holds(Asked(name, "k", wanted), how, found)


# Operator → what it answers when the key is missing.
MISSING = {
    "StringEquals": False,
    "StringLike": False,
    "ArnLike": False,
    "IpAddress": False,
    "Bool": False,
    "NumericLessThan": False,
    "DateLessThan": False,
    "StringNotEquals": True,
    "StringNotLike": True,
    "ArnNotEquals": True,
    "NotIpAddress": True,
    "NumericNotEquals": True,
    "StringEqualsIfExists": True,
    "StringNotEqualsIfExists": True,
    "ForAllValues:StringEquals": True,
    "ForAllValues:StringNotEquals": True,
    "ForAnyValue:StringEquals": False,
    "ForAnyValue:StringNotEquals": False,
}


@pytest.mark.parametrize(("name", "answer"), MISSING.items())
def test_a_missing_key_is_answered_as_aws_says(name: str, answer: bool) -> None:
    assert says(name, None, "1") is answer


@pytest.mark.parametrize(
    ("name", "value", "wanted", "answer"),
    [
        ("StringEquals", "a", "A", False),
        ("StringEqualsIgnoreCase", "a", "A", True),
        ("StringEquals", "ab", "a*", False),
        ("StringLike", "ab", "a*", True),
        ("ArnEquals", "arn:aws:s3:::ab", "arn:aws:s3:::a*", True),
        ("Bool", "TRUE", "true", True),
        ("NumericLessThanEquals", "10", "10.0", True),
        ("NumericEquals", "ten", "10", False),
        ("DateGreaterThan", "2026-01-02T00:00:00Z", "2026-01-01", True),
        ("IpAddress", "203.0.113.9", "203.0.113.0/24", True),
        ("Null", None, "true", True),
        ("Null", "a", "false", True),
        ("ForAnyValue:StringEquals", "a,b", "a", True),
        ("ForAllValues:StringEquals", "a,b", "a", False),
    ],
)
def test_a_value_is_compared(
    name: str, value: str | None, wanted: str, answer: bool
) -> None:
    assert says(name, value, wanted) is answer


@pytest.mark.parametrize("name", ["StringMatches", "NullIfExists", "ForSome:Bool", ""])
def test_an_unknown_operator_is_none(name: str) -> None:
    assert operator(name) is None


@pytest.mark.parametrize("name", [*MISSING, "Null"])
@pytest.mark.parametrize("value", [None, "true", "1", "2", "1,2", "arn:a:b:c:d:e"])
def test_an_opposite_is_true_where_the_test_is_false(
    name: str, value: str | None
) -> None:
    is_number = name.startswith(("Numeric", "Date"))
    if is_number and value and not value.isdigit():
        return  # what is no number fails both; such keys have one value
    how = operator(name)
    assert how
    asked = Asked(name, "k", ("true" if name in {"Null", "Bool"} else "1",))
    if name == "Bool" and value not in {None, "true"}:
        return  # a Bool key is true or false
    found = None if value is None else tuple(value.split(","))
    others = [(each, operator(each.operator)) for each in opposite(asked, how)]
    answer = all(holds(each, other, found) for each, other in others if other)
    assert answer is not holds(asked, how, found)


def test_numbers_and_moments_are_read_or_none() -> None:
    assert number("1e3") == 1000
    assert number("x") is None
    assert moment("1970-01-01T00:00:10Z") == 10
    assert moment("soon") is None
    assert moment("2027-01") == moment("2027-01-01") == moment("2027-01-01T00:00Z")
    assert moment("2027") is None
    assert moment("1609459200") == moment("2021-01-01")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DateLessThan", "2026-1-1"),
        ("DateLessThan", "2027"),
        ("NumericLessThan", "abc"),
        ("IpAddress", "banana"),
        ("NotIpAddress", "banana"),
        ("Bool", "maybe"),
        ("Null", "perhaps"),
    ],
)
@pytest.mark.parametrize("effect", ["allowed", "denied"])
def test_a_value_that_nobody_can_read_hides_no_grant(
    name: str, value: str, effect: str
) -> None:
    keys = {
        "Bool": "aws:MultiFactorAuthPresent",
        "Null": "aws:PrincipalArn",
        "NumericLessThan": "s3:max-keys",
        "DateLessThan": "aws:CurrentTime",
    }
    asked = {name: {keys.get(name, "aws:SourceIp"): value}}
    statements = (
        [allow({"AWS": FOREIGN}, Condition=asked)]
        if effect == "allowed"
        else [allow({"AWS": FOREIGN}), deny(Condition=asked)]
    )
    found = [each for each in grants(*statements) if not each.is_blocked]
    assert [each.principal.account_id for each in found] == [FOREIGN]
    assert found[0].unknown == (next(iter(asked[name])),)
