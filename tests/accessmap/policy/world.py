"""A closed vocabulary of policies and requests, for the engine and the oracle."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from hypothesis import strategies as st

from accessmap.policy.kinds import PolicyKind
from accessmap.policy.subject import Subject
from accessmap.policy.zone import ZoneOfTrust

HOME, MEMBER, FOREIGN, OTHER, NOBODY = (
    "111111111111",
    "222222222222",
    "444455556666",
    "999988887777",
    "700000000007",
)
OURS, THEIRS, ELSEWHERE = "o-aaaabbbb11", "o-zzzzyyyy99", "o-wwwwvvvv77"
UNIT = f"{OURS}/r-ab12/ou-ab12-11111111/"
PATHS = {HOME: UNIT, MEMBER: f"{OURS}/r-ab12/ou-ab12-22222222/"}
BUCKET = "arn:aws:s3:::corpus-bucket"
ZONE = ZoneOfTrust(OURS, frozenset(PATHS), MappingProxyType(PATHS))


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
    f"arn:aws:iam::{OTHER}:role/etl",
]
principals = st.one_of(
    st.just("*"),
    st.fixed_dictionaries({"AWS": some(AWS)}),
    st.fixed_dictionaries(
        {"Service": some(["sns.amazonaws.com", "events.amazonaws.com"])}
    ),
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
WAYS = [
    "203.0.113.7",
    "203.0.113.9",
    "198.51.100.1",
    "10.1.2.3",
    "2001:db8::1",
    "2002::1",
    "vpce-0a1b2c3d",
    "vpce-99",
]
SOURCES = [
    f"arn:aws:sns:us-east-1:{HOME}:t",
    f"arn:aws:sns:us-east-1:{FOREIGN}:*",
    "arn:aws:s3:::some-bucket",
    "arn:aws:sns:*:*:t",
    "*",
]
BOOLEANS = ["true", "false"]
TEXT = ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike",
        "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"]  # fmt: skip
ARN = ["ArnLike", "ArnNotLike", "ArnEquals", "ArnNotEquals", *TEXT]
NUMBERS = [
    "NumericEquals",
    "NumericNotEquals",
    "NumericLessThan",
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
    "aws:SourceAccount": (TEXT, ACCOUNTS),
    "aws:SourceArn": (ARN, SOURCES),
    "aws:PrincipalIsAWSService": (["Bool"], BOOLEANS),
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
    if found := draw(conditions(world)):
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


def at(account: str, organization: str) -> dict[str, list[str]]:
    keys = {"aws:principalaccount": [account], "aws:principalisawsservice": ["false"]}
    if organization:
        path = PATHS.get(
            account, UNIT if organization == OURS else f"{organization}/r-x/ou-x/"
        )
        keys |= {"aws:principalorgid": [organization], "aws:principalorgpaths": [path]}
    return keys


PLACES = [
    *((each, OURS) for each in (HOME, MEMBER, NOBODY)),
    *((each, o) for each in (FOREIGN, OTHER, NOBODY) for o in ("", THEIRS, ELSEWHERE)),
]
IDENTITIES = ["role/etl", "role/x", "role/app", "user/Bob", "root", "role/deploy"]


@st.composite
def people(draw: st.DrawFn) -> tuple[dict[str, list[str]], dict[str, str]]:
    if draw(st.integers(0, 5)) == 0:
        return {"aws:principalaccount": ["anonymous"]}, {}
    account, organization = draw(st.sampled_from(PLACES))
    name = draw(st.sampled_from(IDENTITIES))
    arn = f"arn:aws:iam::{account}:{name}"
    keys = {**at(account, organization), "aws:principalarn": [arn]}
    who = {"account": account, "arn": arn}
    if name == "role/app":
        who["session"] = f"arn:aws:sts::{account}:assumed-role/app/s1"
    if tag := draw(st.sampled_from(["", "data", "dog", account])):
        keys["aws:principaltag/team"] = [tag]
    return keys, who


FREE = {
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
def requests(draw: st.DrawFn) -> dict[str, Any]:
    keys, who = draw(people())
    keys = {**keys, "aws:resourceaccount": [HOME], "aws:resourceorgid": [OURS]}
    keys["aws:securetransport"] = [draw(st.sampled_from(BOOLEANS))]
    keys["aws:currenttime"] = [draw(st.sampled_from(NOW))]
    for name, values in FREE.items():
        if value := draw(st.sampled_from(values)):
            keys[name] = value
    network = draw(st.sampled_from(WAYS))
    keys["aws:sourcevpce" if network.startswith("vpce") else "aws:sourceip"] = [network]
    return {
        "keys": keys,
        "who": who,
        "action": draw(st.sampled_from(REAL)),
        "resource": draw(st.sampled_from(KEYS_IN_IT)),
    }
