"""A closed vocabulary of policies and requests, for the engine and the oracle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from accessmap.policy.kinds import PolicyKind
from accessmap.policy.subject import Subject
from tests.accessmap.policy.callers import (
    CANONICAL,
    FOREIGN,
    HOME,
    MEMBER,
    OTHER,
    OURS,
    SERVICES,
    THEIRS,
    UNIT,
    WAYS,
    from_services,
    network,
    people,
    user_id,
)
from tests.accessmap.policy.mutants import mutated

BUCKET = "arn:aws:s3:::corpus-bucket"


def subject(policy: object) -> Subject:
    return Subject("", "AWS::S3::Bucket", HOME, PolicyKind.RESOURCE, policy)


def some(values: list[str], most: int = 3) -> st.SearchStrategy[Any]:
    return st.lists(
        st.sampled_from(values), min_size=1, max_size=most, unique=True
    ).map(lambda found: found[0] if len(found) == 1 else found)


AWS = [
    "*",
    FOREIGN,
    f"arn:aws:iam::{FOREIGN}:root",
    f"arn:aws:iam::{HOME}:root",
    f"arn:aws:iam::{MEMBER}:root",
    f"arn:aws:iam::{FOREIGN}:role/etl",
    f"arn:aws:iam::{FOREIGN}:user/Bob",
    f"arn:aws:iam::{MEMBER}:role/x",
    f"arn:aws:sts::{FOREIGN}:assumed-role/app/s1",
    f"arn:aws:sts::{FOREIGN}:federated-user/bob",
    f"arn:aws:iam::{OTHER}:role/etl",
]
principals = st.one_of(
    st.just("*"),
    st.fixed_dictionaries({"AWS": some(AWS)}),
    st.fixed_dictionaries({"AWS": some(AWS)}),
    st.fixed_dictionaries({"Service": some(SERVICES[:2])}),
    st.just({"CanonicalUser": CANONICAL}),
)
ACTIONS = [
    "s3:GetObject",
    "s3:Get*",
    "s3:*",
    "s3:PutObject",
    "S3:getobject",
    "*",
    "s3:*Object",
]
RESOURCES = [f"{BUCKET}/*", BUCKET, f"{BUCKET}/secret/*", "*", f"{BUCKET}/?b*"]

ACCOUNTS = [HOME, MEMBER, FOREIGN, OTHER, "4444*", "*", "1111????1111"]
ARNS = [
    f"arn:aws:iam::{FOREIGN}:role/etl",
    f"arn:aws:iam::{FOREIGN}:role/*",
    f"arn:aws:iam::{HOME}:role/*",
    f"arn:aws:iam::{MEMBER}:*",
    "arn:aws:iam::*:role/x",
    "*:role/x",
    "arn:aws:iam::*:root",
    "*",
    "arn:*:iam::4444*:user/?ob",
]
ORGANIZATIONS = [
    OURS,
    THEIRS,
    "o-*",
    "O-AAAABBBB11",
    "o-aaaabbbb1?",
    "${aws:ResourceOrgID}",
]
UNITS = [f"{UNIT}*", UNIT, f"{OURS}/*", "*/ou-ab12-11111111/*", f"{THEIRS}/*", "*"]
ADDRESSES = [
    "203.0.113.0/24",
    "203.0.113.7/32",
    "0.0.0.0/0",
    "128.0.0.0/1",
    "10.0.0.0/8",
    "2001:db8::/48",
]
REAL = ["s3:GetObject", "s3:PutObject", "s3:GetBucketAcl", "s3:DeleteObject"]
KEYS_IN_IT = [BUCKET, f"{BUCKET}/a", f"{BUCKET}/secret/k", f"{BUCKET}/abc"]
SOURCES = [
    f"arn:aws:sns:us-east-1:{HOME}:t",
    f"arn:aws:sns:us-east-1:{FOREIGN}:*",
    "arn:aws:s3:::some-bucket",
    f"arn:aws:s3:*:{FOREIGN}:storage-lens/*",
    "arn:aws:sns:*:*:t",
    "*",
]
ACCESS_POINTS = [
    f"arn:aws:s3:us-east-1:{HOME}:accesspoint/ours",
    f"arn:aws:s3:*:{FOREIGN}:accesspoint/*",
    "arn:aws:s3:*:*:accesspoint/ours",
    "*",
]
USER_IDS = [
    f"{user_id(FOREIGN, 'role/etl').partition(':')[0]}:*",
    user_id(FOREIGN, "role/etl"),
    user_id(FOREIGN, "user/Bob"),
    user_id(MEMBER, "role/x"),
    "*:s1",
    "AROA*",
    FOREIGN,
    f"{FOREIGN}:*",
    "anonymous",
]
BOOLEANS = ["true", "false"]
TEXT = ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike",
        "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"]  # fmt: skip
ARN = ["ArnLike", "ArnNotLike", "ArnEquals", "ArnNotEquals", *TEXT]
NUMBERS = [
    "NumericEquals",
    "NumericNotEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
]
DATES = [each.replace("Numeric", "Date") for each in NUMBERS]
DAYS = ["2026-01-01T00:00:00Z", "2026-06-30T12:00:00Z"]
KEYS: dict[str, tuple[list[str], list[str]]] = {
    "aws:PrincipalAccount": (TEXT, ACCOUNTS),
    "aws:PrincipalArn": (ARN, ARNS),
    "aws:PrincipalOrgID": (TEXT, ORGANIZATIONS),
    "AWS:principalorgid": (TEXT, ORGANIZATIONS),
    "aws:PrincipalOrgPaths": (TEXT, UNITS),
    "aws:SourceIp": (["IpAddress", "NotIpAddress"], ADDRESSES),
    "aws:SourceVpce": (TEXT, ["vpce-0a1b2c3d", "vpce-*"]),
    "aws:VpceAccount": (TEXT, ACCOUNTS),
    "aws:VpceOrgID": (TEXT, ORGANIZATIONS),
    "aws:VpceOrgPaths": (TEXT, UNITS),
    "aws:SourceVpc": (TEXT, ["vpc-11", "vpc-*"]),
    "aws:VpcSourceIp": (["IpAddress", "NotIpAddress"], ["10.0.0.0/8", "10.0.0.9/32"]),
    "aws:userid": (TEXT, USER_IDS),
    "aws:SourceAccount": (TEXT, ACCOUNTS),
    "aws:SourceArn": (ARN, SOURCES),
    "aws:SourceOrgPaths": (TEXT, UNITS),
    "aws:PrincipalIsAWSService": (["Bool"], BOOLEANS),
    "aws:PrincipalServiceName": (TEXT, [*SERVICES[:2], "s*.amazonaws.com"]),
    "s3:DataAccessPointAccount": (TEXT, ACCOUNTS),
    "s3:DataAccessPointArn": (ARN, ACCESS_POINTS),
    "aws:SecureTransport": (["Bool"], BOOLEANS),
    "aws:PrincipalTag/team": (TEXT, ["data", "d*", "${aws:PrincipalAccount}"]),
    "aws:Referer": (TEXT, ["https://example.com/*", "x"]),
    "s3:max-keys": (NUMBERS, ["10", "100", "100.5"]),
    "aws:ResourceAccount": (TEXT, [HOME, FOREIGN, "${aws:PrincipalAccount}"]),
    "aws:TagKeys": (TEXT, ["a", "b", "a*", "c", "z"]),
    "aws:CurrentTime": (DATES, DAYS),
}


@dataclass(frozen=True)
class World:
    """What the policies of one kind of resource are written with."""

    principals: st.SearchStrategy[Any]
    actions: list[str]
    resources: list[str]  # none: its policies name no resource
    keys: dict[str, tuple[list[str], list[str]]]


BUCKETS = World(principals, ACTIONS, RESOURCES, KEYS)


@st.composite
def conditions(draw: st.DrawFn, world: World) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for _ in range(draw(st.sampled_from([0, 0, 1, 1, 2, 3]))):
        key = draw(st.sampled_from(sorted(world.keys)))
        operators, values = world.keys[key]
        if draw(st.integers(0, 7)) == 0:
            found.setdefault("Null", {})[key] = draw(st.sampled_from(BOOLEANS))
            continue
        operator = draw(st.sampled_from(operators))
        qualifier = draw(st.sampled_from(["", "", "", "ForAnyValue:", "ForAllValues:"]))
        end = draw(st.sampled_from(["", "", "IfExists"]))
        found.setdefault(f"{qualifier}{operator}{end}", {})[key] = draw(some(values))
    return found


@st.composite
def statements(
    draw: st.DrawFn,
    effects: tuple[str, ...] = ("Allow", "Allow", "Deny"),
    world: World = BUCKETS,
) -> Any:
    effect = draw(st.sampled_from(effects))
    said: dict[str, Any] = {"Effect": effect}
    odd = draw(st.integers(0, 15))
    said["NotPrincipal" if odd == 0 else "Principal"] = draw(world.principals)
    said["NotAction" if odd == 1 else "Action"] = draw(some(world.actions))
    if world.resources:
        said["NotResource" if odd == 2 else "Resource"] = draw(some(world.resources))
    found = draw(conditions(world))
    if draw(st.integers(0, 9)) == 0:
        found |= {"BinaryEquals": {"example:Blob": draw(some(["QUJD", "REVG"]))}}
    if found:
        said["Condition"] = found
    return said


def policies_of(world: World) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(
        {
            "Version": st.sampled_from(["2012-10-17", "2012-10-17", "2008-10-17"]),
            "Statement": st.lists(statements(world=world), min_size=1, max_size=4),
        }
    )


policies = policies_of(BUCKETS)


FREE = {
    "example:blob": [[], ["QUJD"], ["qujd"]],
    "aws:referer": [[], ["https://example.com/a"], ["x"], ["other"]],
    "s3:max-keys": [[], ["5"], ["10"], ["50"], ["100"], ["200"]],
    "aws:tagkeys": [
        [],
        ["a"],
        ["b"],
        ["a", "b"],
        ["ab"],
        ["z"],
        ["a", "z"],
        ["a", "b", "c"],
        ["b", "c", "z"],
    ],
}


NOW = ["2025-07-01T00:00:00Z", "2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z",
       "2027-01-01T00:00:00Z"]  # fmt: skip


@st.composite
def from_people(draw: st.DrawFn) -> dict[str, Any]:
    keys, who = draw(people())
    keys |= network(draw(st.sampled_from(WAYS)))
    if draw(st.integers(0, 4)) == 0:
        owner = draw(st.sampled_from([HOME, MEMBER, FOREIGN]))
        name = draw(st.sampled_from(["ours", "other"]))
        arn = f"arn:aws:s3:us-east-1:{owner}:accesspoint/{name}"
        keys |= {"s3:dataaccesspointaccount": [owner], "s3:dataaccesspointarn": [arn]}
        who = {**who, "door": owner}
    return {"keys": keys, "who": who, "action": draw(st.sampled_from(REAL))}


@st.composite
def requests(draw: st.DrawFn) -> dict[str, Any]:
    people_first = [from_people(), from_people(), from_services(tuple(REAL))]
    request = draw(st.one_of(people_first))
    keys = request["keys"]
    keys |= {"aws:resourceaccount": [HOME], "aws:resourceorgid": [OURS]}
    keys["aws:securetransport"] = [draw(st.sampled_from(BOOLEANS))]
    keys["aws:currenttime"] = [draw(st.sampled_from(NOW))]
    for name, values in FREE.items():
        if value := draw(st.sampled_from(values)):
            keys[name] = value
    return {**request, "resource": draw(st.sampled_from(KEYS_IN_IT))}


def asked(
    policy: Any, fresh: st.SearchStrategy[Any]
) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Return lists of requests: half of the policy's own words, half of anything."""
    either = st.one_of(fresh, mutated(policy, fresh))
    return st.lists(either, min_size=1, max_size=20)


@st.composite
def questions_about_buckets(draw: st.DrawFn) -> tuple[Any, list[dict[str, Any]]]:
    policy = draw(policies)
    return policy, draw(asked(policy, requests()))
