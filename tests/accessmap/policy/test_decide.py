"""A small world, looked through to the end: every operator, every request."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, product
from typing import Any, NamedTuple

import pytest

from accessmap.policy.derive import derive
from tests.accessmap.policy import oracle
from tests.accessmap.policy.callers import (
    ELSEWHERE,
    FOREIGN,
    HOME,
    OURS,
    THEIRS,
    UNIT,
    ZONE,
    network,
    person,
)
from tests.accessmap.policy.test_differential import as_request, covers
from tests.accessmap.policy.world import ARN, DATES, NUMBERS, TEXT, subject

Condition = dict[str, dict[str, list[str]]]


class Key(NamedTuple):
    """A key: its operators, what a policy asks of it, what a request may have."""

    operators: list[str]
    asked: list[list[str]]
    found: list[list[str]]  # none: who calls tells it


IN_NETWORK = ["203.0.113.7", "203.0.113.9", "198.51.100.1", "vpce-99"]
KEYS = {
    "aws:PrincipalOrgID": Key(
        TEXT, [[OURS], [THEIRS], ["o-*"], [OURS, THEIRS, "o-*"]], []
    ),
    "aws:PrincipalAccount": Key(TEXT, [[HOME], [FOREIGN], [HOME, FOREIGN]], []),
    "aws:PrincipalArn": Key(
        ARN,
        [
            [f"arn:aws:iam::{FOREIGN}:role/r"],
            [f"arn:aws:iam::{HOME}:role/*"],
            ["arn:aws:iam::*:role/r", "*"],
        ],
        [],
    ),
    "aws:PrincipalTag/team": Key(
        TEXT, [["data"], ["d*"], ["data", "d*"]], [[], ["data"], ["dog"], ["x"]]
    ),
    "aws:SecureTransport": Key(
        ["Bool"], [["true"], ["false"], ["true", "false"]], [["true"], ["false"]]
    ),
    "s3:max-keys": Key(
        NUMBERS, [["10"], ["10", "100.5"]], [[], ["5"], ["10"], ["50"], ["200"]]
    ),
    "aws:CurrentTime": Key(
        DATES,
        [["2026-01-01T00:00:00Z"], ["2026-01-01T00:00:00Z", "2026-06-30T00:00:00Z"]],
        [["2025-07-01T00:00:00Z"], ["2026-01-01T00:00:00Z"], ["2027-01-01T00:00:00Z"]],
    ),
    "aws:SourceIp": Key(
        ["IpAddress", "NotIpAddress"],
        [["203.0.113.0/24"], ["203.0.113.7/32", "10.0.0.0/8"], ["0.0.0.0/0", "::/0"]],
        [[each] for each in IN_NETWORK],
    ),
    "example:Blob": Key(
        ["BinaryEquals"], [["QUJD"], ["QUJD", "REVG"]], [[], ["QUJD"], ["qujd"]]
    ),
}
PLACES = [(HOME, OURS), (FOREIGN, ""), (FOREIGN, THEIRS), (FOREIGN, ELSEWHERE)]
FORMS = [
    f"{qualifier}%s{end}"
    for qualifier in ("", "ForAnyValue:", "ForAllValues:")
    for end in ("", "IfExists")
]


def requests(keys: Iterable[str]) -> Iterable[dict[str, Any]]:
    """Yield every request that these keys tell apart."""
    told = [name for name in keys if KEYS[name].found]
    callers = [person(*place, "role/r") for place in PLACES]
    nobody = {"aws:principalaccount": ["anonymous"], "aws:userid": ["anonymous"]}
    for own, who in [*callers, (nobody, {})]:
        for values in product(*(KEYS[name].found for name in told)):
            found = {**own, **network("198.51.100.1")}
            for name, value in zip(told, values, strict=True):
                if name == "aws:SourceIp":
                    del found["aws:sourceip"]
                    found |= network(value[0])
                elif value and (who or not name.startswith("aws:PrincipalTag")):
                    found[name.lower()] = value
            action = {"action": "s3:GetObject", "resource": "arn:aws:s3:::b/k"}
            yield {"keys": found, "who": who, **action}


def conditions(key: str, operator: str) -> list[Condition]:
    asked = [["true"], ["false"]] if operator == "Null" else KEYS[key].asked
    return [{operator: {key: each}} for each in asked]


def joined(one: Condition, other: Condition) -> Condition:
    both = {operator: {**keys} for operator, keys in one.items()}
    for operator, keys in other.items():
        both.setdefault(operator, {}).update(keys)
    return both


def check(condition: Condition, effect: str) -> None:
    asked = {"Principal": "*", "Action": "s3:GetObject", "Resource": "*"}
    last = {**asked, "Effect": effect, "Condition": condition}
    before = [] if effect == "Allow" else [{**asked, "Effect": "Allow"}]
    policy = {"Version": "2012-10-17", "Statement": [*before, last]}
    grants = [e for e in derive(subject(policy), ZONE).grants if not e.is_blocked]
    for request in requests({key for keys in condition.values() for key in keys}):
        if oracle.is_allowed(policy, request):
            assert any(covers(each, request) for each in grants), (policy, request)
    for each in grants:
        assert oracle.is_allowed(policy, as_request(each)), (policy, each)


@pytest.mark.parametrize(
    ("key", "operator"),
    [
        (key, operator)
        for key, about in KEYS.items()
        for operator in [*(f % o for f in FORMS for o in about.operators), "Null"]
    ],
)
def test_every_request_of_a_small_world_is_answered_rightly(
    key: str, operator: str
) -> None:
    for condition in conditions(key, operator):
        check(condition, "Allow")
        check(condition, "Deny")


# One operator of each kind of answer: to a fit, a miss, several values and none.
TELLING = ["%s", "%sIfExists", "ForAllValues:%s", "ForAnyValue:%s", "Null"]
PAIRS = [*combinations(KEYS, 2)]


def telling(key: str) -> list[str]:
    names = KEYS[key].operators
    chosen = [names[0], *(each for each in names if "Not" in each)][:2]
    said = [form.replace("%s", each) for form in TELLING for each in chosen]
    return list(dict.fromkeys(said))


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_keys_asked_together_are_both_asked(one: str, other: str) -> None:
    for first, second in product(telling(one), telling(other)):
        [mine, *_], [*_, theirs] = conditions(one, first), conditions(other, second)
        check(joined(mine, theirs), "Allow")
        check(joined(mine, theirs), "Deny")


def test_three_keys_asked_together_are_all_asked() -> None:
    keys = ["aws:PrincipalOrgID", "aws:PrincipalAccount", "aws:PrincipalTag/team"]
    for operators in product(
        ["StringEquals", "StringNotEquals", "StringLikeIfExists", "Null"], repeat=3
    ):
        one, other, third = (
            conditions(key, operator)[0]
            for key, operator in zip(keys, operators, strict=True)
        )
        condition = joined(joined(one, other), third)
        check(condition, "Allow")
        check(condition, "Deny")


def test_a_unit_of_ours_is_never_public() -> None:
    condition = {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": f"{UNIT}*"}}
    statement = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:*",
        "Condition": condition,
    }
    [grant] = derive(
        subject({"Version": "2012-10-17", "Statement": statement}), ZONE
    ).grants
    assert (grant.zone, grant.principal.id) == ("org", UNIT[:-1])
