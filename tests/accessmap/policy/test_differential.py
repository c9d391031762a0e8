"""The engine against a naive evaluator: nobody is missed, and every witness gets in."""

from __future__ import annotations

import ipaddress
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from accessmap.policy.derive import derive
from accessmap.policy.grant import Grant
from accessmap.policy.kinds import PrincipalKind
from tests.accessmap.policy import oracle
from tests.accessmap.policy.world import HOME, ZONE, policies, requests, subject

RELAXED = [
    HealthCheck.too_slow,
    HealthCheck.data_too_large,
    HealthCheck.filter_too_much,
]


def covers(grant: Grant, request: dict[str, Any]) -> bool:
    return any(_covers(grant, each) for each in (request, *stand_ins(grant, request)))


def stand_ins(grant: Grant, request: dict[str, Any]) -> list[dict[str, Any]]:
    """What is public serves everybody: also without signing, or from a new account."""
    if grant.principal.kind not in {PrincipalKind.PUBLIC, PrincipalKind.NETWORK}:
        return []
    kept = {
        name: value
        for name, value in request["keys"].items()
        if not name.startswith("aws:principal") or name.startswith("aws:principaltag")
    }
    unsigned = {**kept, "aws:principalaccount": ["anonymous"]}
    unsigned.pop("aws:principaltag/team", None)
    arn = "arn:aws:iam::700000000008:role/anyone"
    signed = {
        **kept,
        "aws:principalaccount": ["700000000008"],
        "aws:principalarn": [arn],
        "aws:principalisawsservice": ["false"],
    }
    in_organization = {
        **signed,
        "aws:principalorgid": ["o-qqqqqqqqqq"],
        "aws:principalorgpaths": ["o-qqqqqqqqqq/r-q/ou-q/"],
    }
    return [{**request, "keys": keys} for keys in (unsigned, signed, in_organization)]


def _covers(grant: Grant, request: dict[str, Any]) -> bool:
    keys = request["keys"]
    return (
        is_named(grant, request)
        and any(
            oracle.glob(each, re.IGNORECASE).fullmatch(request["action"])
            for each in grant.actions
        )
        and (
            not grant.objects
            or any(oracle.glob(e).fullmatch(request["resource"]) for e in grant.objects)
        )
        and all(
            each.operator in grant.unknown
            or any("${" in value for value in each.values)
            or oracle.condition_holds(
                each.operator, each.key, list(each.values), keys, variables=False
            )
            for each in grant.conditions
        )
    )


def is_named(grant: Grant, request: dict[str, Any]) -> bool:  # noqa: PLR0911
    name, keys, who = grant.principal.id, request["keys"], request["who"]
    match grant.principal.kind:
        case PrincipalKind.PUBLIC:
            return True
        case PrincipalKind.ORGANIZATION:
            return keys.get("aws:principalorgid") == [name]
        case PrincipalKind.UNIT:
            [path] = keys.get("aws:principalorgpaths", [""])
            return bool(oracle.glob(f"{name}/*").fullmatch(path)) or path.startswith(
                name
            )
        case PrincipalKind.ACCOUNT:
            return bool(who.get("account") == name)
        case PrincipalKind.NETWORK:
            if name.startswith("vpce"):
                return keys.get("aws:sourcevpce") == [name]
            [address] = keys.get("aws:sourceip", ["::"])
            if "/" not in name:
                return True  # a remainder of ranges, shown by one address
            return ipaddress.ip_address(address) in ipaddress.ip_network(name)
        case _:
            return name in {who.get("arn"), who.get("session"), who.get("service")}


def as_request(grant: Grant) -> dict[str, Any]:
    keys = {name: value.split(", ") for name, value in grant.witness.items()}
    [action], [resource], [principal] = (
        keys.pop(each) for each in ("action", "resource", "principal")
    )
    who = {"arn": keys.get("aws:principalarn", [""])[0]}
    if "aws:principalarn" in keys:
        who["account"] = keys["aws:principalaccount"][0]
    if ":assumed-role/" in principal:
        who["session"] = principal
    who["service"] = keys.get("aws:principalservicename", [""])[0]
    return {"keys": keys, "who": who, "action": action, "resource": resource}


def check(policy: dict[str, Any], asked: list[dict[str, Any]]) -> None:
    found = derive(subject(policy), ZONE)
    assert not found.errors
    grants = [each for each in found.grants if not each.is_blocked]
    for request in asked:
        if oracle.is_allowed(policy, request):
            note(f"request {request}")
            note(f"grants {grants}")
            assert any(covers(each, request) for each in grants), "missed"
    for grant in grants:
        if (
            not grant.unknown
            and not grant.is_approximate
            and not says_a_variable(grant)
        ):
            note(f"grant {grant}")
            assert oracle.is_allowed(policy, as_request(grant)), "false alarm"


def says_a_variable(grant: Grant) -> bool:
    return any("${" in value for each in grant.conditions for value in each.values)


@given(policies, st.lists(requests(), min_size=1, max_size=20))
@settings(max_examples=2_000, deadline=None, suppress_health_check=RELAXED)
def test_it_misses_nobody_and_shows_a_request_for_every_grant(
    policy: dict[str, Any], asked: list[dict[str, Any]]
) -> None:
    check(policy, asked)


@pytest.mark.deep
@given(policies, st.lists(requests(), min_size=1, max_size=20))
@settings(max_examples=50_000, deadline=None, suppress_health_check=RELAXED)
def test_it_misses_nobody_however_long_one_looks(
    policy: dict[str, Any], asked: list[dict[str, Any]]
) -> None:
    check(policy, asked)


def test_the_oracle_itself_answers_plainly() -> None:
    policy = {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Principal": {"AWS": HOME},
            "Action": "s3:Get*",
        },
    }
    request = {
        "keys": {},
        "who": {"account": HOME},
        "action": "s3:GetObject",
        "resource": "x",
    }
    assert oracle.is_allowed(policy, request)
    assert not oracle.is_allowed(policy, {**request, "action": "s3:PutObject"})
