"""The engine against a naive evaluator: nobody is missed, and every witness gets in."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings

from accessmap.policy.derive import derive
from accessmap.policy.grant import Grant
from accessmap.policy.kinds import PrincipalKind
from accessmap.policy.subject import Subject
from accessmap.policy.zone import ZoneOfTrust
from tests.accessmap.policy import oracle
from tests.accessmap.policy.callers import HOME, ZONE
from tests.accessmap.policy.world import questions_about_buckets, subject
from tests.accessmap.policy.worlds import Place, questions

RELAXED = [
    HealthCheck.too_slow,
    HealthCheck.data_too_large,
    HealthCheck.filter_too_much,
]


SIGNED_ONLY = {"AWS::IAM::Role", "AWS::KMS::Key"}


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
    nobody = {"aws:principalaccount": ["anonymous"], "aws:userid": ["anonymous"]}
    unsigned = {**kept, **nobody}
    unsigned.pop("aws:principaltag/team", None)
    arn = "arn:aws:iam::700000000008:role/anyone"
    signed = {
        **kept,
        "aws:principalaccount": ["700000000008"],
        "aws:principalarn": [arn],
        "aws:principalisawsservice": ["false"],
        "aws:userid": ["AROASTRANGER:x"],
    }
    if "kms:calleraccount" in kept:
        signed["kms:calleraccount"] = ["700000000008"]
    in_organization = {
        **signed,
        "aws:principalorgid": ["o-qqqqqqqqqq"],
        "aws:principalorgpaths": ["o-qqqqqqqqqq/r-q/ou-q/"],
    }
    new = [signed, in_organization]
    if grant.resource_type not in SIGNED_ONLY:
        new.append(unsigned)
    return [{**request, "keys": keys} for keys in new]


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


def is_named(grant: Grant, request: dict[str, Any]) -> bool:
    name, keys, who = grant.principal.id, request["keys"], request["who"]
    [path] = keys.get("aws:principalorgpaths", [""])
    match grant.principal.kind:
        case PrincipalKind.PUBLIC:
            return True
        case PrincipalKind.NETWORK:
            return comes_from(name, keys)
        case PrincipalKind.UNIT:
            return bool(oracle.glob(f"{name}*").fullmatch(path))
        case PrincipalKind.SERVICE | PrincipalKind.FEDERATED as kind:
            mine = who.get("service" if kind is PrincipalKind.SERVICE else "idp")
            return mine is not None and name in {"*", mine}
    if name.startswith(("AROA", "AIDA")):
        return bool(oracle.glob(name).fullmatch(keys.get("aws:userid", [""])[0]))
    mine = {*who.values(), *keys.get("aws:principalorgid", [])}
    return name in mine


def comes_from(name: str, keys: dict[str, list[str]]) -> bool:
    if name.startswith("vpc"):
        key = "aws:sourcevpce" if name.startswith("vpce") else "aws:sourcevpc"
        return keys.get(key) == [name]
    if name.startswith("o-"):
        of = "aws:vpceorgpaths" if "/" in name else "aws:vpceorgid"
        return any(e == name or e.startswith(f"{name}/") for e in keys.get(of, []))
    if name.isdecimal():
        return keys.get("aws:vpceaccount") == [name]
    [address] = keys.get("aws:sourceip", ["::"])
    if "/" not in name:
        return True  # a remainder of ranges, shown by one address
    return ipaddress.ip_address(address) in ipaddress.ip_network(name)


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
    who["idp"] = who["CanonicalUser"] = principal
    return {"keys": keys, "who": who, "action": action, "resource": resource}


def check(
    policy: dict[str, Any],
    asked: list[dict[str, Any]],
    about: Subject | None = None,
    rcps: tuple[dict[str, Any], ...] = (),
    zone: ZoneOfTrust = ZONE,
) -> None:
    found = derive(about or subject(policy), zone)
    assert not found.errors
    grants = [each for each in found.grants if not each.is_blocked]
    for request in asked:
        if is_in_passing(policy, request):
            continue
        if oracle.is_allowed(policy, request, rcps):
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
            assert oracle.is_allowed(policy, as_request(grant), rcps), "false alarm"


def is_in_passing(policy: dict[str, Any], request: dict[str, Any]) -> bool:
    """Say whether a service or provider comes in only where everyone is named.

    Of such an Allow the people are reported; AWS's own services are no outsiders.
    """
    if "service" not in request["who"] and "idp" not in request["who"]:
        return False
    allows = [each for each in policy["Statement"] if each["Effect"] == "Allow"]
    return any(
        "NotPrincipal" in each
        or each["Principal"] == "*"
        or "*" in oracle.listed(each["Principal"].get("AWS", []))
        for each in allows
    )


def says_a_variable(grant: Grant) -> bool:
    return any("${" in value for each in grant.conditions for value in each.values)


@given(questions_about_buckets())
@settings(max_examples=2_000, suppress_health_check=RELAXED)
def test_it_misses_nobody_and_shows_a_request_for_every_grant(
    question: tuple[dict[str, Any], list[dict[str, Any]]],
) -> None:
    check(*question)


@pytest.mark.deep
@given(questions_about_buckets())
@settings(max_examples=50_000, suppress_health_check=RELAXED)
def test_it_misses_nobody_however_long_one_looks(
    question: tuple[dict[str, Any], list[dict[str, Any]]],
) -> None:
    check(*question)


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


GOVERNED = {
    "AWS::Events::EventBus",
    "AWS::IAM::Role",
    "AWS::KMS::Key",
    "AWS::SQS::Queue",
}


def check_elsewhere(question: tuple[Place, Any, list[Any], list[Any], bool]) -> None:
    """Put roles, keys, queues and event buses to the oracle, RCPs and all.

    RCPs spare the management account.
    """
    place, policy, rcps, asked, is_management = question
    named = {f"RCP {at}": each for at, each in enumerate(rcps)}
    zone = replace(ZONE, management_account=HOME if is_management else "")
    is_governed = place.resource_type in GOVERNED and not is_management
    in_force = tuple(rcps) if is_governed else ()
    check(policy, asked, place.subject(policy, named), in_force, zone)


@given(questions())
@settings(max_examples=600, suppress_health_check=RELAXED)
def test_roles_keys_and_queues_are_decided_as_exactly(question: Any) -> None:
    check_elsewhere(question)


@pytest.mark.deep
@given(questions())
@settings(max_examples=50_000, suppress_health_check=RELAXED)
def test_roles_keys_and_queues_however_long_one_looks(question: Any) -> None:
    check_elsewhere(question)
