"""A small world, looked through to the end: every operator, every request."""

from __future__ import annotations

from itertools import product
from typing import Any

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
    at,
)
from tests.accessmap.policy.test_differential import as_request, covers
from tests.accessmap.policy.world import subject

KEYS = {
    "aws:PrincipalOrgID": [OURS, THEIRS, "o-*"],
    "aws:PrincipalAccount": [HOME, FOREIGN],
    "aws:PrincipalTag/team": ["data", "d*"],
}
OPERATORS = [
    f"{qualifier}{name}{end}"
    for qualifier in ("", "ForAnyValue:", "ForAllValues:")
    for name in (
        "StringEquals",
        "StringNotEquals",
        "StringLike",
        "StringNotLike",
        "StringEqualsIgnoreCase",
        "StringNotEqualsIgnoreCase",
    )
    for end in ("", "IfExists")
] + ["Null"]


def everybody() -> list[dict[str, Any]]:
    found = []
    places = [(HOME, OURS), (FOREIGN, ""), (FOREIGN, THEIRS), (FOREIGN, ELSEWHERE)]
    for (account, organization), tag in product(places, ([], ["data"], ["dog"], ["x"])):
        arn = f"arn:aws:iam::{account}:role/r"
        keys = {**at(account, organization), "aws:principalarn": [arn]}
        keys |= {"aws:principaltag/team": tag} if tag else {}
        found.append({"keys": keys, "who": {"account": account, "arn": arn}})
    found.append({"keys": {"aws:principalaccount": ["anonymous"]}, "who": {}})
    action = {"action": "s3:GetObject", "resource": "arn:aws:s3:::b/k"}
    for each in found:
        each["keys"] |= {"aws:sourceip": ["198.51.100.1"]}
        each.update(action)
    return found


EVERYBODY = everybody()


@pytest.mark.parametrize("operator", OPERATORS)
@pytest.mark.parametrize("effect", ["Allow", "Deny"])
def test_every_request_of_a_small_world_is_answered_rightly(
    operator: str, effect: str
) -> None:
    for key, values in KEYS.items():
        for wanted in (
            [["true"], ["false"]]
            if operator == "Null"
            else [[v] for v in values] + [values]
        ):
            asked = {"Principal": "*", "Action": "s3:GetObject", "Resource": "*"}
            last = {**asked, "Effect": effect, "Condition": {operator: {key: wanted}}}
            before = [] if effect == "Allow" else [{**asked, "Effect": "Allow"}]
            check({"Version": "2012-10-17", "Statement": [*before, last]})


def check(policy: dict[str, Any]) -> None:
    grants = [e for e in derive(subject(policy), ZONE).grants if not e.is_blocked]
    for request in EVERYBODY:
        if oracle.is_allowed(policy, request):
            assert any(covers(each, request) for each in grants), (policy, request)
    for each in grants:
        assert oracle.is_allowed(policy, as_request(each)), (policy, each)


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
