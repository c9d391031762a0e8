"""Who asks, in a closed world: people, services, and the keys that go with each."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from hypothesis import strategies as st

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
ZONE = ZoneOfTrust(OURS, frozenset(PATHS), MappingProxyType(PATHS))
SERVICES = ["sns.amazonaws.com", "events.amazonaws.com", "ec2.amazonaws.com"]
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
CLOUDS = {"vpce-0a1b2c3d": "vpc-11", "vpce-99": "vpc-22"}
OWNERS = {"vpce-0a1b2c3d": (HOME, OURS), "vpce-99": (FOREIGN, THEIRS)}
# An account's canonical user ID, of whom we do not know whose it is.
CANONICAL = "c0ffee" + "0" * 58


def path_in(account: str, organization: str) -> str:
    if organization == OURS:
        return PATHS.get(account, UNIT)
    return f"{organization}/r-x/ou-x/"


def at(account: str, organization: str) -> dict[str, list[str]]:
    keys = {"aws:principalaccount": [account], "aws:principalisawsservice": ["false"]}
    if organization:
        keys["aws:principalorgid"] = [organization]
        keys["aws:principalorgpaths"] = [path_in(account, organization)]
    return keys


PLACES = [
    *((each, OURS) for each in (HOME, MEMBER, NOBODY)),
    *((each, o) for each in (FOREIGN, OTHER, NOBODY) for o in ("", THEIRS, ELSEWHERE)),
]
IDENTITIES = [
    "role/etl",
    "role/x",
    "role/app",
    "user/Bob",
    "root",
    "role/deploy",
    "federated-user/bob",
]


def arn_of(account: str, name: str) -> str:
    service = "sts" if name.startswith("federated-user/") else "iam"
    return f"arn:aws:{service}::{account}:{name}"


def user_id(account: str, name: str) -> str:
    """Return what aws:userid says of somebody.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
    """
    kind, _, last = name.partition("/")
    letters = "".join(each for each in last.upper() if each.isalnum())
    return {
        "root": account,
        "user": f"AIDA{letters}{account}",
        "role": f"AROA{letters}{account}:s1",
        "federated-user": f"{account}:{last}",
    }[kind]


def person(
    account: str, organization: str, name: str
) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return the keys of somebody of an account, and what policies call them by."""
    arn = arn_of(account, name)
    keys = {**at(account, organization), "aws:principalarn": [arn]}
    keys["aws:userid"] = [user_id(account, name)]
    who = {"account": account, "arn": arn}
    if name == "role/app":
        who["session"] = f"arn:aws:sts::{account}:assumed-role/app/s1"
    if account == FOREIGN:
        who["CanonicalUser"] = CANONICAL
    return keys, who


@st.composite
def people(draw: st.DrawFn) -> tuple[dict[str, list[str]], dict[str, str]]:
    if draw(st.integers(0, 5)) == 0:
        return {"aws:principalaccount": ["anonymous"], "aws:userid": ["anonymous"]}, {}
    account, organization = draw(st.sampled_from(PLACES))
    keys, who = person(account, organization, draw(st.sampled_from(IDENTITIES)))
    if tag := draw(st.sampled_from(["", "data", "dog", account])):
        keys["aws:principaltag/team"] = [tag]
    return keys, who


def network(way: str) -> dict[str, list[str]]:
    """Return the keys of an address, or of an endpoint and what lies behind it."""
    if not way.startswith("vpce"):
        return {"aws:sourceip": [way]}
    return {
        "aws:sourcevpce": [way],
        "aws:sourcevpc": [CLOUDS.get(way, "vpc-33")],
        "aws:vpcsourceip": ["10.0.0.9"],
        **owner(*OWNERS.get(way, (NOBODY, ""))),
    }


def owner(account: str, organization: str) -> dict[str, list[str]]:
    """Return the keys of the account that an endpoint is of."""
    keys = {"aws:vpceaccount": [account]}
    if organization:
        keys["aws:vpceorgid"] = [organization]
        keys["aws:vpceorgpaths"] = [path_in(account, organization)]
    return keys


def source(account: str, organization: str) -> dict[str, list[str]]:
    """Return the keys of the account that a service acts for."""
    keys = {"aws:sourceaccount": [account], "aws:sourceowner": [account]}
    if organization:
        keys["aws:sourceorgid"] = [organization]
        keys["aws:sourceorgpaths"] = [path_in(account, organization)]
    return keys


@st.composite
def from_services(draw: st.DrawFn, actions: tuple[str, ...]) -> dict[str, Any]:
    """Draw a service, perhaps with the account it acts for."""
    name = draw(st.sampled_from(SERVICES))
    keys = {
        "aws:principalisawsservice": ["true"],
        "aws:principalservicename": [name],
        "aws:principalservicenameslist": [name],
    }
    account, organization = draw(st.sampled_from([("", ""), *PLACES]))
    if account:
        keys |= source(account, organization)
        if draw(st.booleans()):
            mine = [
                f"arn:aws:sns:us-east-1:{account}:t",
                f"arn:aws:s3:us-east-1:{account}:storage-lens/all",
                "arn:aws:s3:::some-bucket",
            ]
            keys["aws:sourcearn"] = [draw(st.sampled_from(mine))]
    action = draw(st.sampled_from(actions))
    return {"keys": keys, "who": {"service": name}, "action": action}
