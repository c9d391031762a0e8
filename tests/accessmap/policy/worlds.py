"""Roles, keys, queues: what policies are made of, and requests whose keys fit together.

Who comes through a provider has its keys and no account; a service has the keys of its
source and no network; people have an account, perhaps in an organization.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from accessmap.policy.kinds import PolicyKind
from accessmap.policy.subject import Subject
from tests.accessmap.policy.callers import (
    FOREIGN,
    HOME,
    OURS,
    PATHS,
    SERVICES,
    THEIRS,
    WAYS,
    from_services,
    network,
    people,
    person,
)
from tests.accessmap.policy.world import (
    ACCOUNTS,
    ARN,
    ARNS,
    AWS,
    BOOLEANS,
    DATES,
    DAYS,
    NOW,
    NUMBERS,
    ORGANIZATIONS,
    SOURCES,
    TEXT,
    UNITS,
    USER_IDS,
    World,
    asked,
    policies_of,
    some,
    statements,
)

HUB = "token.actions.githubusercontent.com"
EKS = "oidc.eks.us-east-1.amazonaws.com/id/ABC"
COGNITO, GOOGLE = "cognito-identity.amazonaws.com", "accounts.google.com"
SAML = f"arn:aws:iam::{HOME}:saml-provider/Okta"
OIDC = {f"arn:aws:iam::{HOME}:oidc-provider/{each}": each for each in (HUB, EKS)}
PROVIDERS = {**OIDC, COGNITO: COGNITO, GOOGLE: GOOGLE}
SUBJECTS = {
    HUB: ["repo:acme/app:ref:refs/heads/main", "repo:acme/x", "repo:evil/app", "other"],
    EKS: ["system:serviceaccount:ns:sa", "system:serviceaccount:other:sa"],
    COGNITO: ["us-east-1:1", "us-east-1:2"],
    GOOGLE: ["1234", "5678"],
}
AUDIENCES = ["sts.amazonaws.com", "us-east-1:pool", "my-app"]

accounts = st.fixed_dictionaries({"AWS": some(AWS)})
services = st.fixed_dictionaries({"Service": some(SERVICES)})
federated = st.fixed_dictionaries({"Federated": some([SAML, *PROVIDERS])})
WHO: dict[str, tuple[list[str], list[str]]] = {
    "aws:PrincipalAccount": (TEXT, ACCOUNTS),
    "aws:PrincipalArn": (ARN, ARNS),
    "aws:PrincipalOrgID": (TEXT, ORGANIZATIONS),
    "aws:PrincipalOrgPaths": (TEXT, UNITS),
    "aws:SourceIp": (["IpAddress", "NotIpAddress"], ["203.0.113.0/24", "0.0.0.0/0"]),
    "aws:PrincipalIsAWSService": (["Bool"], BOOLEANS),
    "aws:PrincipalServiceName": (TEXT, [*SERVICES[:2], "s*.amazonaws.com"]),
    "aws:userid": (TEXT, USER_IDS),
    "aws:SourceVpce": (TEXT, ["vpce-0a1b2c3d", "vpce-*"]),
    "aws:VpceAccount": (TEXT, ACCOUNTS),
    "aws:VpceOrgID": (TEXT, ORGANIZATIONS),
    "aws:VpceOrgPaths": (TEXT, UNITS),
    "aws:SourceVpc": (TEXT, ["vpc-11", "vpc-*"]),
    "aws:VpcSourceIp": (["IpAddress", "NotIpAddress"], ["10.0.0.0/8"]),
    "aws:PrincipalTag/team": (TEXT, ["data", "d*"]),
    "aws:CurrentTime": (DATES, DAYS),
}
SOURCE = {
    "aws:SourceAccount": (TEXT, ACCOUNTS),
    "aws:SourceArn": (ARN, SOURCES),
    "aws:SourceOrgID": (TEXT, [OURS, THEIRS, "o-*"]),
    "aws:SourceOrgPaths": (TEXT, UNITS),
}
ROLES = World(
    st.one_of(st.just("*"), accounts, accounts, services, federated, federated),
    ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity",
     "sts:*", "*", "sts:Assume*", "sts:TagSession", "sts:SetSourceIdentity",
     "STS:assumerole"],
    [],
    {
        **WHO,
        **SOURCE,
        "sts:ExternalId": (TEXT, ["agreed", "a*", "other"]),
        "aws:MultiFactorAuthPresent": (["Bool"], BOOLEANS),
        "aws:MultiFactorAuthAge": (NUMBERS, ["60", "3600"]),
        "SAML:aud": (TEXT, ["https://signin.aws.amazon.com/saml", "*"]),
        f"{HUB}:sub": (TEXT, ["repo:acme/*", "repo:*", "*", *SUBJECTS[HUB][:2]]),
        f"{HUB}:aud": (TEXT, AUDIENCES),
        f"{EKS}:sub": (TEXT, ["system:serviceaccount:ns:*", *SUBJECTS[EKS]]),
        f"{COGNITO}:aud": (TEXT, AUDIENCES),
        f"{COGNITO}:amr": (TEXT, ["authenticated", "unauthenticated", "*auth*"]),
        f"{GOOGLE}:aud": (TEXT, AUDIENCES),
    },
)  # fmt: skip
KEYS_OF_KMS = World(
    st.one_of(st.just("*"), accounts, accounts, services),
    ["kms:Decrypt", "kms:*", "kms:CreateGrant", "*", "kms:D*"],
    [],
    {
        **WHO,
        "kms:CallerAccount": (TEXT, [*ACCOUNTS, "${aws:PrincipalAccount}"]),
        "kms:ViaService": (TEXT, ["s3.us-east-1.amazonaws.com", "s3.*"]),
        "kms:GrantIsForAWSResource": (["Bool"], BOOLEANS),
        "kms:EncryptionContext:team": (TEXT, ["data", "d*"]),
    },
)
QUEUE = f"arn:aws:sqs:us-east-1:{HOME}:queue"
QUEUES = World(
    st.one_of(st.just("*"), accounts, services, services),
    ["sqs:SendMessage", "sqs:*", "*", "sqs:S*", "sqs:ReceiveMessage"],
    [QUEUE, "*", "arn:aws:sqs:*:*:queue", "arn:aws:sqs:us-east-1:*:que?e"],
    {**WHO, **SOURCE, "aws:SourceOwner": (TEXT, ACCOUNTS)},
)


@dataclass(frozen=True)
class Place:
    """One kind of resource, and what may be asked of it."""

    world: World = field(repr=False)
    resource_type: str
    arn: str
    actions: tuple[str, ...]

    def subject(self, policy: object, rcps: dict[str, object]) -> Subject:
        trust, resource = PolicyKind.TRUST, PolicyKind.RESOURCE
        kind = trust if self.resource_type == "AWS::IAM::Role" else resource
        return Subject(
            self.arn, self.resource_type, HOME, kind, policy, rcps=rcps
        )  # fmt: skip


ASSUME = ("sts:AssumeRole",)
ROLE = Place(ROLES, "AWS::IAM::Role", f"arn:aws:iam::{HOME}:role/monitor", ASSUME)
KEY = Place(
    KEYS_OF_KMS,
    "AWS::KMS::Key",
    f"arn:aws:kms:us-east-1:{HOME}:key/k",
    ("kms:Decrypt", "kms:CreateGrant", "kms:Encrypt"),
)
LINE = Place(
    QUEUES, "AWS::SQS::Queue", QUEUE, ("sqs:SendMessage", "sqs:ReceiveMessage")
)
BUS = Place(
    World(QUEUES.principals, ["events:PutEvents", "events:*", "*"], ["*"], QUEUES.keys),
    "AWS::Events::EventBus",
    f"arn:aws:events:us-east-1:{HOME}:event-bus/b",
    ("events:PutEvents",),
)
PLACES = (ROLE, KEY, LINE, BUS)
OPTIONAL = {
    "sts:externalid": [[], ["agreed"], ["a"], ["other"]],
    "aws:multifactorauthpresent": [[], ["true"], ["false"]],
    "aws:multifactorauthage": [[], ["30"], ["60"], ["600"], ["9999"]],
    "kms:viaservice": [[], ["s3.us-east-1.amazonaws.com"], ["ec2.us-east-1.x"]],
    "kms:grantisforawsresource": [[], ["true"], ["false"]],
    "kms:encryptioncontext:team": [[], ["data"], ["dog"], ["x"]],
}
SIGNED = ("sts:externalid", "aws:multifactorauth")


@st.composite
def persons(draw: st.DrawFn, place: Place) -> dict[str, Any]:
    """Draw somebody with an account, or nobody known where the service takes that."""
    keys, who = draw(people())
    if not who and place in (ROLE, KEY):
        keys, who = person(FOREIGN, "", "role/etl")
    if place is KEY:
        keys["kms:calleraccount"] = keys["aws:principalaccount"]
    for name, values in OPTIONAL.items():
        belongs = not name.startswith("kms") or place is KEY
        is_known = bool(who) or not name.startswith(SIGNED)
        if belongs and is_known and (value := draw(st.sampled_from(values))):
            keys[name] = value
    keys |= network(draw(st.sampled_from(WAYS)))
    return {"keys": keys, "who": who, "action": draw(st.sampled_from(place.actions))}


@st.composite
def through_providers(draw: st.DrawFn) -> dict[str, Any]:
    """Draw somebody with a token or an assertion."""
    idp = draw(st.sampled_from([SAML, *PROVIDERS]))
    keys = {"aws:sourceip": [draw(st.sampled_from(WAYS[:4]))]}
    if idp == SAML:
        keys["saml:aud"] = ["https://signin.aws.amazon.com/saml"]
        action = "sts:AssumeRoleWithSAML"
    else:
        host = PROVIDERS[idp]
        keys[f"{host.lower()}:sub"] = [draw(st.sampled_from(SUBJECTS[host]))]
        keys[f"{host.lower()}:aud"] = [draw(st.sampled_from(AUDIENCES))]
        if host == COGNITO:
            amr = [["unauthenticated"], ["authenticated", "graph.facebook.com"]]
            keys[f"{COGNITO}:amr"] = draw(st.sampled_from(amr))
        action = "sts:AssumeRoleWithWebIdentity"
    return {"keys": keys, "who": {"idp": idp}, "action": action}


@st.composite
def requests_to(draw: st.DrawFn, place: Place) -> dict[str, Any]:
    """Draw a request of any kind of caller."""
    ways = [persons(place), persons(place), from_services(place.actions)]
    if place is ROLE:
        ways.append(through_providers())
    request = draw(st.one_of(ways))
    request["keys"] |= {
        "aws:resourceaccount": [HOME],
        "aws:resourceorgid": [OURS],
        "aws:resourceorgpaths": [PATHS[HOME]],
        "aws:securetransport": [draw(st.sampled_from(BOOLEANS))],
        "aws:currenttime": [draw(st.sampled_from(NOW))],
    }
    return {**request, "resource": place.arn}


@st.composite
def questions(draw: st.DrawFn) -> tuple[Place, Any, list[Any], list[Any], bool]:
    """Draw a place, its policy, RCPs, requests; and is it the management account's?"""
    place = draw(st.sampled_from(PLACES))
    policy = draw(policies_of(place.world))
    rcp = st.fixed_dictionaries(
        {
            "Version": st.just("2012-10-17"),
            "Statement": st.lists(
                statements(effects=("Deny",), world=place.world), min_size=1, max_size=2
            ),
        }
    )
    rcps = draw(st.one_of(st.just([]), st.just([]), st.lists(rcp, max_size=2)))
    requests = draw(asked(policy, requests_to(place)))
    return place, policy, rcps, requests, draw(st.booleans())
