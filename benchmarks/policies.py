"""The policies that a made organization holds, in a realistic mix.

Trust: 60 % services, 20 % in the organization, 5 % vendors with an external ID, 5 %
GitHub, 7 % SAML, 2 % the whole organization, 1 % public. A real organization repeats
the shape of its documents about four times; so does this one, at some 30,000 of them.
"""

from __future__ import annotations

import json
import random
from typing import Any

Json = dict[str, Any]

ORGANIZATION = "o-b3nchmark0"
VENDORS = tuple(f"{910_000_000_000 + number * 104_729:012d}" for number in range(40))
SERVICES = ("ec2", "lambda", "ecs-tasks", "states", "events", "codebuild", "glue")
MIX = (
    (0.60, "service"),
    (0.80, "member"),
    (0.85, "vendor"),
    (0.90, "github"),
    (0.97, "saml"),
    (0.99, "organization"),
    (1.00, "public"),
)
GITHUB = "token.actions.githubusercontent.com"
# What is true of each kind, by how it is made: public, external.
KNOWN = {
    "service": (False, False),
    "member": (False, False),
    "vendor": (False, True),
    "github": (False, False),
    "saml": (False, False),
    "organization": (False, False),
    "public": (True, True),
}


def document(*statements: Json) -> Json:
    """Return a policy document."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(principal: Any, action: Any, **rest: Any) -> Json:
    """Return an Allow statement to somebody."""
    return {"Effect": "Allow", "Principal": principal, "Action": action, **rest}


def trust(draw: random.Random, account: str, other: str) -> tuple[str, Json]:
    """Return the kind and the text of one role's trust policy, drawn from the mix."""
    chance = draw.random()
    kind = next(name for limit, name in MIX if chance <= limit)
    return kind, document(TRUST[kind](draw, account, other))


def _service(draw: random.Random, _account: str, _other: str) -> Json:
    service = f"{draw.choice(SERVICES)}.amazonaws.com"
    return allow({"Service": service}, "sts:AssumeRole")


def _member(draw: random.Random, _account: str, other: str) -> Json:
    role = f"role/role-{draw.randrange(100):04d}"
    ending = draw.choice(("root", role, role, role))
    return allow({"AWS": f"arn:aws:iam::{other}:{ending}"}, "sts:AssumeRole")


def _vendor(draw: random.Random, _account: str, _other: str) -> Json:
    vendor = f"arn:aws:iam::{draw.choice(VENDORS)}:root"
    external_id = {"sts:ExternalId": f"{draw.getrandbits(64):016x}"}
    condition = {"StringEquals": external_id}
    return allow({"AWS": vendor}, "sts:AssumeRole", Condition=condition)


def _github(draw: random.Random, account: str, _other: str) -> Json:
    provider = f"arn:aws:iam::{account}:oidc-provider/{GITHUB}"
    condition = {
        "StringEquals": {f"{GITHUB}:aud": "sts.amazonaws.com"},
        "StringLike": {f"{GITHUB}:sub": f"repo:bench/app-{draw.randrange(2_000)}:*"},
    }
    action = "sts:AssumeRoleWithWebIdentity"
    return allow({"Federated": provider}, action, Condition=condition)


def _saml(_draw: random.Random, account: str, _other: str) -> Json:
    provider = f"arn:aws:iam::{account}:saml-provider/Okta"
    condition = {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}
    action = "sts:AssumeRoleWithSAML"
    return allow({"Federated": provider}, action, Condition=condition)


def _organization(_draw: random.Random, _account: str, _other: str) -> Json:
    condition = {"StringEquals": {"aws:PrincipalOrgID": ORGANIZATION}}
    return allow({"AWS": "*"}, "sts:AssumeRole", Condition=condition)


def _public(_draw: random.Random, _account: str, _other: str) -> Json:
    return allow({"AWS": "*"}, "sts:AssumeRole")


TRUST = {
    "service": _service,
    "member": _member,
    "vendor": _vendor,
    "github": _github,
    "saml": _saml,
    "organization": _organization,
    "public": _public,
}


def scp() -> str:
    """Return a service control policy, as text."""
    leave = {"Effect": "Deny", "Action": "organizations:LeaveOrganization"}
    return json_text(document({**leave, "Resource": "*"}))


def may_assume(pattern: str) -> Json:
    """Return an identity policy that allows to assume what matches ``pattern``."""
    return document(
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": pattern}
    )


def inline(draw: random.Random, other: str) -> list[Json]:
    """Return the inline policies of a role: half have one."""
    if draw.random() < 0.5:
        return []
    name = draw.choice(("role-00*", "role-0001", "*"))
    pattern = f"arn:aws:iam::{other}:role/{name}"
    return [{"PolicyName": "inline", "PolicyDocument": may_assume(pattern)}]


def attached(draw: random.Random, account: str) -> list[Json]:
    """Return two of the account's twelve managed policies."""
    return [
        {"PolicyName": name, "PolicyArn": f"arn:aws:iam::{account}:policy/{name}"}
        for name in (f"managed-{number:02d}" for number in draw.sample(range(12), 2))
    ]


def managed(draw: random.Random, account: str, other: str) -> list[Json]:
    """Return the account's twelve managed policies."""
    patterns = ("*", f"arn:aws:iam::{other}:role/*", "arn:aws:iam::*:role/deploy-*")
    policies = []
    for number in range(12):
        name = f"managed-{number:02d}"
        body = may_assume(draw.choice(patterns))
        if number % 3:
            body["Statement"][0]["Action"] = ["s3:GetObject", "s3:ListBucket"]
            body["Statement"][0]["Resource"] = "*"
        policies.append(
            {
                "PolicyName": name,
                "Arn": f"arn:aws:iam::{account}:policy/{name}",
                "DefaultVersionId": "v1",
                "PolicyVersionList": [
                    {"VersionId": "v1", "IsDefaultVersion": True, "Document": body}
                ],
            }
        )
    return policies


def json_text(value: Json) -> str:
    """Return JSON as AWS carries a policy: text in a member."""
    return json.dumps(value)
