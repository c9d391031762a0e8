"""A small world of callers, whose keys fit together, and the policies they meet."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

OWN, MEMBER = "111111111111", "222222222222"
VENDOR, STRANGER, LONER = "444455556666", "999988887777", "555566667777"
ORGANIZATION, OTHER_ORGANIZATION = "o-aaaabbbb11", "o-zzzzyyyy99"
PATHS = {
    OWN: f"{ORGANIZATION}/r-ab12/ou-ab12-11111111/",
    MEMBER: f"{ORGANIZATION}/r-ab12/ou-ab12-22222222/",
    VENDOR: f"{OTHER_ORGANIZATION}/r-zz99/ou-zz99-11111111/",
    STRANGER: f"{OTHER_ORGANIZATION}/r-zz99/ou-zz99-22222222/",
    "700000000008": "o-qqqqqqqqqq/r-qq77/ou-qq77-11111111/",
}
BUCKET, QUEUE = "arn:aws:s3:::bucket", f"arn:aws:sqs:us-east-1:{OWN}:queue"


@dataclass(frozen=True)
class Caller:
    """Somebody outside, with all keys that go with who it is."""

    principal: str
    account: str = ""
    keys: dict[str, Any] = field(default_factory=dict)


def identity(arn: str, account: str) -> Caller:
    """Return a signed caller of an account, with its organization's keys."""
    keys: dict[str, Any] = {
        "aws:PrincipalArn": arn,
        "aws:PrincipalAccount": account,
        "aws:PrincipalIsAWSService": "false",
        "aws:SecureTransport": "true",
    }
    if path := PATHS.get(account):
        keys["aws:PrincipalOrgID"] = path.split("/")[0]
        keys["aws:PrincipalOrgPaths"] = [path]
    return Caller(arn, account, keys)


ANONYMOUS = Caller(
    "anonymous",
    "",
    {"aws:PrincipalAccount": "anonymous", "aws:SecureTransport": "true"},
)
# Anyone can make an account, and put it into an organization of any name.
NEW_ACCOUNTS = tuple(
    identity(f"arn:aws:iam::{account}:role/anyone", account)
    for account in ("700000000007", "700000000008")
)
OUTSIDERS = (
    ANONYMOUS,
    *(
        identity(f"arn:aws:iam::{account}:{name}", account)
        for account in (VENDOR, STRANGER, LONER)
        for name in ("role/deploy", "role/app/etl", "user/Bob")
    ),
)
NETWORKS: tuple[dict[str, str], ...] = (
    {"aws:SourceIp": "203.0.113.7"},
    {"aws:SourceIp": "198.51.100.9"},
    {"aws:SourceVpc": "vpc-0a1b2c3d", "aws:SourceVpce": "vpce-0a1b2c3d"},
)
ACTIONS = {"s3": ("s3:GetObject", "s3:PutObject"), "sqs": ("sqs:SendMessage",)}
OBJECTS = {"s3": (f"{BUCKET}/a.txt", f"{BUCKET}/secret/b.txt"), "sqs": (QUEUE,)}

PRINCIPALS: tuple[Any, ...] = (
    "*",
    {"AWS": "*"},
    {"AWS": VENDOR},
    {"AWS": [f"arn:aws:iam::{VENDOR}:root", f"arn:aws:iam::{MEMBER}:root"]},
    {"AWS": f"arn:aws:iam::{STRANGER}:role/deploy"},
    {"AWS": f"arn:aws:iam::{LONER}:user/Bob"},
    {"AWS": f"arn:aws:iam::{OWN}:root"},
)
# operator family → (key, values)
QUESTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("String", "aws:PrincipalOrgID", (ORGANIZATION, OTHER_ORGANIZATION, "o-*")),
    ("String", "aws:PrincipalAccount", (OWN, VENDOR, STRANGER)),
    (
        "String",
        "aws:PrincipalArn",
        (f"arn:aws:iam::{VENDOR}:role/*", "arn:aws:iam::*:role/deploy", "*:user/Bob"),
    ),
    (
        "Arn",
        "aws:PrincipalArn",
        (f"arn:aws:iam::{VENDOR}:role/*", f"arn:aws:iam::{MEMBER}:role/deploy"),
    ),
    ("IpAddress", "aws:SourceIp", ("203.0.113.0/24", "198.51.100.0/24")),
    ("String", "aws:SourceVpce", ("vpce-0a1b2c3d", "vpce-9999")),
    ("Bool", "aws:SecureTransport", ("true", "false")),
    ("Bool", "aws:PrincipalIsAWSService", ("true", "false")),
    ("Null", "aws:PrincipalOrgID", ("true", "false")),
    ("Set", "aws:PrincipalOrgPaths", (f"{ORGANIZATION}/*", f"{OTHER_ORGANIZATION}/*")),
)
OPERATORS = {
    "String": ("StringEquals", "StringLike", "StringNotEquals", "StringNotLike"),
    "Arn": ("ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"),
    "IpAddress": ("IpAddress", "NotIpAddress"),
    "Bool": ("Bool",),
    "Null": ("Null",),
    "Set": ("StringLike", "StringNotLike"),
}


def condition(draw: random.Random) -> dict[str, Any]:
    """Return a Condition of one or two tests."""
    found: dict[str, Any] = {}
    for family, key, values in draw.sample(QUESTIONS, draw.choice((1, 1, 2))):
        operator = draw.choice(OPERATORS[family])
        if family == "Set":
            operator = draw.choice(("ForAnyValue:", "ForAllValues:")) + operator
        elif family != "Null" and draw.random() < 0.25:
            operator += "IfExists"
        several = family not in {"Bool", "Null"} and draw.random() < 0.3
        value: Any = list(draw.sample(values, 2)) if several else draw.choice(values)
        found.setdefault(operator, {})[key] = value
    return found


def statement(draw: random.Random, service: str, effect: str) -> dict[str, Any]:
    """Return one statement on the bucket or the queue."""
    names_others = effect == "Deny" or draw.random() < 0.05
    element = "NotPrincipal" if names_others and draw.random() < 0.2 else "Principal"
    who = draw.choice(PRINCIPALS[2:] if element == "NotPrincipal" else PRINCIPALS)
    everything = f"{service}:*"
    found: dict[str, Any] = {
        "Effect": effect,
        element: who,
        "Action": draw.choice((*ACTIONS[service], everything)),
        "Resource": QUEUE,
    }
    if service == "s3":
        found["Resource"] = draw.choice((f"{BUCKET}/*", f"{BUCKET}/secret/*"))
    if effect == "Deny" and element == "Principal":
        found["Principal"] = draw.choice(("*", "*", "*", who))
    if draw.random() < 0.7:
        found["Condition"] = condition(draw)
    return found


def policy(seed: int) -> tuple[str, dict[str, Any]]:
    """Return the service and the policy of a seed: Allows, and often a Deny or two."""
    draw = random.Random(f"second opinion {seed}")
    service = draw.choice(("s3", "s3", "sqs"))
    allows = [statement(draw, service, "Allow") for _ in range(draw.choice((1, 1, 2)))]
    denies = [
        statement(draw, service, "Deny") for _ in range(draw.choice((0, 1, 1, 2)))
    ]
    both = [*allows, *denies]
    draw.shuffle(both)
    return service, {"Version": "2012-10-17", "Statement": both}


def foreign_requests(
    service: str,
) -> Iterator[tuple[Caller, dict[str, str], str, str]]:
    """Yield (caller, network, action, resource) of all that outsiders may try."""
    yield from product(OUTSIDERS, NETWORKS, ACTIONS[service], OBJECTS[service])
