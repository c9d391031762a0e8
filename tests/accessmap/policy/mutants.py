"""Requests made of what a policy itself says: its accounts, ranges, names and bounds.

What belongs together moves together: nobody has the ARN of one account and the
organization of another, nor both an address and an endpoint.
"""

from __future__ import annotations

import ipaddress
import re
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from accessmap.policy.key import NETWORK
from tests.accessmap.policy.callers import (
    FOREIGN,
    NOBODY,
    OURS,
    PATHS,
    network,
    owner,
    person,
    source,
)
from tests.accessmap.policy.oracle import glob, listed

Request = dict[str, Any]
_ACCOUNT = re.compile(r"(?:arn:aws:iam::)?(\d{12})(?::root)?")
_IDENTITY = re.compile(
    r"arn:aws:(?:iam|sts)::(\d{12}):((?:role|user|federated-user)/[\w/.-]+|root)"
)
_ORGANIZATION = re.compile("o-[a-z0-9]{10,32}")
_PATH = re.compile(r"(o-[a-z0-9]{10,32})/r-[a-z0-9]+/(?:ou-[a-z0-9-]+/)*")
_SOURCE_ARN = re.compile(r"arn:aws:[a-z0-9]+:[a-z0-9-]*:(\d{12})?:[^:]+")
_CORRELATED = re.compile(
    "aws:(principal(account|arn|org|isaws|service)|source|vpcsource|vpce|userid|resource)"
    "|kms:calleraccount|s3:dataaccesspoint|kms:viaservice"
)
_BOOLEAN = {
    "aws:multifactorauthpresent",
    "aws:securetransport",
    "kms:grantisforawsresource",
}
# What only a request with a signature, or one of the key's own service, can have.
_SIGNED = ("aws:principaltag/", "sts:externalid", "aws:multifactorauth")


def literals(policy: Any) -> list[tuple[str, str]]:
    """Return what the policy names, each with the key or element it stands under."""
    found = []
    for each in policy["Statement"]:
        for element in ("Action", "Resource"):
            for name in (element, f"Not{element}"):
                found += [
                    (element.lower(), text) for text in listed(each.get(name, []))
                ]
        principal = each.get("Principal", each.get("NotPrincipal"))
        named = principal.values() if isinstance(principal, dict) else []
        found += [("principal", e) for values in named for e in listed(values)]
        for keys in each.get("Condition", {}).values():
            found += [(k.lower(), str(v)) for k, vs in keys.items() for v in listed(vs)]
    return sorted(set(found))


@st.composite
def mutated(draw: st.DrawFn, policy: Any, fresh: st.SearchStrategy[Request]) -> Request:
    """Draw a request, and change it towards what the policy says."""
    request = draw(fresh)
    said = literals(policy)
    for _ in range(draw(st.integers(1, 3))):
        name, text = draw(st.sampled_from(said))
        _move(draw, request, name, text)
    return request


def _concrete(draw: st.DrawFn, text: str) -> str:
    """Fill the wildcards of a pattern; or miss it by a letter, or by its case."""
    text = re.sub(r"\$\{[^}]*\}", FOREIGN, text)
    filling = draw(st.sampled_from(["", "x", "9", "/y"]))
    text = text.replace("*", filling).replace("?", draw(st.sampled_from("b1")))
    return draw(st.sampled_from([text, text, text, text, f"{text}x", text.swapcase()]))


def _move(draw: st.DrawFn, request: Request, name: str, text: str) -> None:
    if name in {"action", "resource"}:
        _move_object(draw, request, name, text)
        return
    value = _concrete(draw, text)
    if "account" in request["who"]:
        _move_person(request, name, value)
    if "service" in request["who"]:
        _move_service(request, name, value)
        _move_source(request["keys"], name, value)
    else:
        _move_network(draw, request["keys"], name, value)
    if ":" in name and not _CORRELATED.match(name):
        _move_free(draw, request, name, value)


# Of the services that are asked about, some actions that AWS knows.
_REAL = {
    "s3": "GetObject PutObject DeleteObject GetBucketAcl ListBucket PutBucketPolicy",
    "kms": "Decrypt Encrypt CreateGrant DescribeKey",
    "sqs": "SendMessage ReceiveMessage SetQueueAttributes",
    "events": "PutEvents PutRule",
    "sts": "",  # who becomes a role comes by the one action of their way
}


def _move_object(draw: st.DrawFn, request: Request, name: str, text: str) -> None:
    if name == "action":
        service = request["action"].partition(":")[0]
        form = glob(text, re.IGNORECASE)
        known = [f"{service}:{each}" for each in _REAL[service].split()]
        if meant := [each for each in known if form.fullmatch(each)]:
            request["action"] = draw(st.sampled_from(meant))
        return
    value = _concrete(draw, text)
    bucket = request["resource"].partition("/")[0]
    is_s3 = bucket.startswith("arn:aws:s3:::")
    if is_s3 and (value == bucket or value.startswith(f"{bucket}/")):
        request["resource"] = value


def _move_person(request: Request, name: str, value: str) -> None:
    keys, who = request["keys"], request["who"]
    account = who["account"]
    [organization] = keys.get("aws:principalorgid", [""])
    identity = who["arn"].rpartition(":")[2]
    path = ""
    if name in {"aws:principalarn", "principal"} and (i := _IDENTITY.fullmatch(value)):
        account, identity = i.groups()
    elif name in {"aws:principalaccount", "kms:calleraccount", "principal"}:
        found = _ACCOUNT.fullmatch(value)
        account = found[1] if found else account
    elif name == "aws:principalorgid" and _ORGANIZATION.fullmatch(value):
        organization = value
    elif name == "aws:principalorgpaths" and (p := _PATH.fullmatch(value)):
        path, organization = value, p[1]
    account, organization = _placed(account, organization, name)
    own, found_who = person(account, organization, identity)
    kept = {k: v for k, v in keys.items() if not _is_of_person(k)}
    if "kms:calleraccount" in keys:
        kept["kms:calleraccount"] = [account]
    request["keys"], request["who"] = {**kept, **own}, found_who
    if path and account not in PATHS:
        request["keys"]["aws:principalorgpaths"] = [path]


def _is_of_person(key: str) -> bool:
    return key.startswith(
        ("aws:principalaccount", "aws:principalarn", "aws:principalorg", "aws:userid")
    )


def _placed(account: str, organization: str, name: str) -> tuple[str, str]:
    """Return an account and an organization that it can be in."""
    is_asked = name.startswith(("aws:principalorg", "aws:sourceorg", "aws:vpceorg"))
    if account in PATHS and organization != OURS:
        return (NOBODY, organization) if is_asked else (account, OURS)
    if organization == OURS and account not in {*PATHS, NOBODY}:
        return (NOBODY, OURS) if is_asked else (account, "")
    return account, organization


def _move_service(request: Request, name: str, value: str) -> None:
    is_service = re.fullmatch(r"[a-z0-9-]+\.amazonaws\.com", value)
    if is_service and name in {"principal", "aws:principalservicename"}:
        request["who"]["service"] = value
        request["keys"]["aws:principalservicename"] = [value]
        request["keys"]["aws:principalservicenameslist"] = [value]


def _move_source(keys: dict[str, list[str]], name: str, value: str) -> None:
    if not name.startswith("aws:source"):
        return
    account = keys.get("aws:sourceaccount", [NOBODY])[0]
    organization = keys.get("aws:sourceorgid", [""])[0]
    arn = keys.get("aws:sourcearn", [""])[0]
    if name in {"aws:sourceaccount", "aws:sourceowner"}:
        account = value if re.fullmatch(r"\d{12}", value) else account
    elif name == "aws:sourcearn" and _SOURCE_ARN.fullmatch(value):
        account, arn = value.split(":")[4] or account, value
    elif name.startswith("aws:sourceorg") and (found := _ORGANIZATION.match(value)):
        organization = found[0]
    account, organization = _placed(account, organization, name)
    for each in [k for k in keys if k.startswith("aws:source")]:
        del keys[each]
    keys |= source(account, organization)
    if arn and arn.split(":")[4] in {"", account}:
        keys["aws:sourcearn"] = [arn]


def _move_network(
    draw: st.DrawFn, keys: dict[str, list[str]], name: str, value: str
) -> None:
    if name == "aws:sourcevpce" and re.fullmatch(r"vpce-\w+", value):
        moved = network(value)
    elif name == "aws:sourcevpc" and re.fullmatch(r"vpc-\w+", value):
        moved = {**network("vpce-99"), "aws:sourcevpc": [value]}
    elif name in {"aws:sourceip", "aws:vpcsourceip"} and (found := _range(value)):
        ends = [found[0], found[-1]]
        beside = draw(st.sampled_from([*ends, *ends, _next(found[-1])]))
        moved = network(str(beside))
        if name == "aws:vpcsourceip":
            moved = {**network("vpce-99"), name: [str(beside)]}
    elif name.startswith("aws:vpce"):
        moved = {**network("vpce-33"), **_owned(keys, name, value)}
    else:
        return
    for each in [k for k in keys if k in NETWORK]:
        del keys[each]
    keys |= moved


def _owned(keys: dict[str, list[str]], name: str, value: str) -> dict[str, list[str]]:
    """Return whose an endpoint is when one key tells it so."""
    [account] = keys.get("aws:vpceaccount", [NOBODY])
    [organization] = keys.get("aws:vpceorgid", [""])
    if name == "aws:vpceaccount" and _ACCOUNT.fullmatch(value):
        account = value
    elif found := _ORGANIZATION.match(value):
        organization = found[0]
    return owner(*_placed(account, organization, name))


def _range(value: str) -> Any:
    try:
        return ipaddress.ip_network(value, strict=False)
    except ValueError:
        return None


def _next(last: Any) -> Any:
    return last if int(last) + 1 >> last.max_prefixlen else last + 1


def _move_free(draw: st.DrawFn, request: Request, name: str, value: str) -> None:
    keys = request["keys"]
    host = name.rpartition(":")[0]
    if (host == "saml" or "." in host) and name not in keys:
        return  # another provider's
    if name.startswith(_SIGNED) and "account" not in request["who"]:
        return
    if name.startswith("kms:") and "kms:calleraccount" not in keys:
        return
    if fit := _fitting(draw, name, value):
        keys[name] = [fit]


def _fitting(draw: st.DrawFn, name: str, value: str) -> str:
    """Return the value in the form that the key has; "" if it cannot have it."""
    if name in _BOOLEAN:
        return value.lower() if value.lower() in {"true", "false"} else ""
    if name == "aws:currenttime":
        return _beside(draw, value)
    if name in {"s3:max-keys", "aws:multifactorauthage"}:
        is_number = re.fullmatch(r"\d+(\.\d+)?", value)
        more = draw(st.sampled_from([-1, 0, 0, 1]))
        return str(float(value) + more) if is_number else ""
    return value


def _beside(draw: st.DrawFn, moment: str) -> str:
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return "2026-01-01T00:00:00Z"
    seconds = timedelta(seconds=draw(st.sampled_from([-1, 0, 0, 1])))
    return (at + seconds).isoformat()
