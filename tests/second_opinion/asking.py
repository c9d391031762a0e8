"""From the engine's grants to requests, and back."""

from __future__ import annotations

from typing import Any

from accessmap.policy.action import matches
from accessmap.policy.grant import Grant
from accessmap.policy.kinds import PrincipalKind
from accessmap.policy.subject import Subject
from benchmarks.adapters.door import as_object
from tests.second_opinion.faults import listed, statements
from tests.second_opinion.simulator import Request
from tests.second_opinion.world import ANONYMOUS, NEW_ACCOUNTS, PATHS, Caller

NOT_CONTEXT = {"action", "resource", "principal"}
# Actions on an object, a queue, a key …: what "any other" may stand for.
OTHERS = {
    "s3": ("GetObjectAcl", "DeleteObject", "PutObjectAcl"),
    "sqs": ("ReceiveMessage", "DeleteMessage"),
    "sns": ("GetTopicAttributes", "Subscribe"),
    "kms": ("Encrypt", "DescribeKey"),
}
SEVERAL = {"aws:principalorgpaths", "aws:sourceorgpaths"}


def witness_request(grant: Grant, subject: Subject) -> Request:
    """Return the request that a grant gives as its proof."""
    witness = dict(grant.witness)
    context: dict[str, str | list[str]] = {
        key: [value] if key in SEVERAL else value
        for key, value in witness.items()
        if key not in NOT_CONTEXT
    }
    return Request(
        policy=as_object(subject.document),
        principal=principal_of(grant),
        action=real_action(witness["action"], subject),
        resource=real_resource(witness["resource"], subject),
        account=subject.account_id,
        context=context,
        rcps=list(subject.rcps.values()),
    )


def patterns(subject: Subject, *elements: str) -> list[str]:
    """Return what stands in these elements of the subject's policies."""
    return [
        pattern
        for policy in (subject.document, *subject.rcps.values())
        for each in statements(policy)
        for element in elements
        for pattern in listed(each.get(element, []))
    ]


def real_resource(arn: str, subject: Subject) -> str:
    """Return a witness's resource as one that AWS could have, where that is equal.

    An object has a key of at least one character.
    """
    longer = f"{arn}x" if arn.endswith("/") else arn
    named = patterns(subject, "Resource", "NotResource")
    is_equal = all(matches(each, arn) == matches(each, longer) for each in named)
    return longer if is_equal else arn


def real_action(action: str, subject: Subject) -> str:
    """Return a witness's action as one that AWS has, where that is equal.

    "Any other action of S3" is a class of its own to the engine.
    """
    service, _, name = action.partition(":")
    if name not in {"", "x"}:
        return action
    named = patterns(subject, "Action", "NotAction")
    for other in OTHERS.get(service, ()):
        real = f"{service}:{other}"
        if all(matches(each, action) == matches(each, real) for each in named):
            return real
    return action


def principal_of(grant: Grant) -> str:
    """Return whom iam-simulate is to take for the caller of a witness."""
    witness = grant.witness
    if witness.get("aws:principalaccount") == "anonymous":
        return "anonymous"
    if ":sts:" in witness["principal"]:
        return next(e for e in witness["principal"].split(", ") if ":sts:" in e)
    return witness.get("aws:principalarn") or witness["principal"]


def covers(grant: Grant, caller: Caller, action: str, resource: str) -> bool:
    """Say whether a grant is about this caller, action and resource."""
    is_about = any(matches(each, action) for each in grant.actions)
    is_there = not grant.objects or any(
        matches(each, resource) for each in grant.objects
    )
    return is_about and is_there and not grant.is_blocked and names(grant, caller)


def names(grant: Grant, caller: Caller) -> bool:
    """Say whether the grant's principal holds the caller."""
    kind, own = grant.principal.kind, grant.principal.id
    if kind in {PrincipalKind.PUBLIC, PrincipalKind.NETWORK}:
        return True
    path = PATHS.get(caller.account, "")
    return own in {caller.account, caller.principal, path.split("/")[0]} or (
        kind is PrincipalKind.UNIT and bool(path) and own.strip("*/") in path
    )


def stand_ins(grant: Grant, caller: Caller) -> tuple[Caller, ...]:
    """Return as whom the caller may come to be served by this grant.

    What is public serves everybody: also without signing, or from a new account. So the
    engine does not repeat below it what somebody who is named may do as well.
    """
    if grant.principal.kind in {PrincipalKind.PUBLIC, PrincipalKind.NETWORK}:
        return (caller, ANONYMOUS, *NEW_ACCOUNTS)
    return (caller,)


def as_policy(grant: Grant) -> dict[str, Any]:
    """Return a policy that asks only what the grant says is still asked."""
    conditions: dict[str, dict[str, list[str]]] = {}
    for each in grant.conditions:
        conditions.setdefault(each.operator, {})[each.key] = list(each.values)
    statement = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "*",
        "Resource": "*",
        "Condition": conditions,
    }
    return {"Version": "2012-10-17", "Statement": [statement]}
