"""Who a Principal element names, in one form however it is written.

AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from __future__ import annotations

import re
from enum import IntEnum, auto
from functools import lru_cache
from typing import NamedTuple

from accessmap.policy.document import Statement

ACCOUNT_ID = re.compile(r"\d{12}")
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/finding-canonical-user-id.html
CANONICAL_ID = re.compile(r"\b[0-9a-f]{64}\b")
# Ids that AWS puts in the place of a deleted role or user; nobody has them any more.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
_DELETED = re.compile(r"(AROA|AIDA)[A-Z0-9]{4,}")
_CLOUDFRONT = re.compile(r"arn:[\w-]+:iam::cloudfront:user/.+")
# They have ARNs, and nobody calls as one of them: a group cannot be a principal.
_NO_PRINCIPALS = ("group/", "instance-profile/", "policy/", "mfa/")
_IDENTITY = re.compile(
    r"arn:(?P<partition>aws[\w-]*):(?P<service>iam|sts)::(?P<account>\d{12}):(?P<name>.+)"
)


# Of the partitions that botocore 1.42 lists (data/partitions.json), in its order.
_SERVICES = (
    ".amazonaws.com",
    ".amazonaws.com.cn",
    ".amazonaws.eu",
    ".c2s.ic.gov",
    ".sc2s.sgov.gov",
    ".cloud.adc-e.uk",
    ".csp.hci.ic.gov",
)


class Named(IntEnum):
    """What kind of thing a principal string names."""

    EVERYONE = auto()
    ACCOUNT = auto()
    IDENTITY = auto()  # role, user, session: one ARN
    SERVICE = auto()
    FEDERATED = auto()
    CANONICAL = auto()
    CLOUDFRONT = auto()  # an origin access identity, which is AWS's own
    DELETED = auto()
    NOBODY = auto()  # AWS refuses it as a principal, so nobody is called so
    UNCLEAR = auto()  # no text of AWS's: whom it means is not known


class Name(NamedTuple):
    """One entry of a Principal element. ``account`` where the text tells it."""

    what: Named
    id: str
    account: str = ""
    partition: str = ""


@lru_cache(maxsize=65536)
def named(kind: str, value: str) -> Name:
    """Return whom one (type, value) names, and remember it."""
    return name_of(kind, value)


def name_of(kind: str, value: str) -> Name:
    """Return whom one (type, value) names."""
    if kind == "AWS":
        return _of_aws(value)
    if kind == "Service":
        # {"Service": "*"} is refused by AWS in most places; every service, if not.
        return Name(Named.SERVICE, value.lower())
    if kind == "Federated":
        pieces = value.split(":", 5)
        is_arn = len(pieces) == 6  # noqa: PLR2004 (an ARN has six parts)
        return Name(Named.FEDERATED, value, pieces[4] if is_arn else "")
    if kind == "CanonicalUser":
        return Name(Named.CANONICAL, value)
    return Name(Named.UNCLEAR, value)


def _of_aws(value: str) -> Name:
    if found := _IDENTITY.fullmatch(value):
        return _of_arn(value, found)
    if value == "*":
        return Name(Named.EVERYONE, "*")
    if ACCOUNT_ID.fullmatch(value):
        return Name(Named.ACCOUNT, value, value)
    return Name(_unusual(value), value)


def _unusual(value: str) -> Named:
    if _DELETED.fullmatch(value):
        return Named.DELETED
    if _CLOUDFRONT.fullmatch(value):
        return Named.CLOUDFRONT
    if is_service(value):
        return Named.SERVICE  # as KMS writes a grantee
    is_refused = "*" in value or "?" in value
    return Named.NOBODY if is_refused else Named.UNCLEAR


def _of_arn(value: str, found: re.Match[str]) -> Name:
    partition, service, account, name = found.groups()
    # A principal's ARN has no wildcards; AWS refuses one, and nobody is called so.
    if "*" in value or "?" in value or name.startswith(_NO_PRINCIPALS):
        return Name(Named.NOBODY, value)
    if service == "iam" and name == "root":
        return Name(Named.ACCOUNT, account, account, partition)
    return Name(Named.IDENTITY, value, account, partition)


def is_service(text: str) -> bool:
    """Say whether ``text`` is a service principal, in whichever partition."""
    return text.endswith(_SERVICES) and ":" not in text


def unclear(statement: Statement) -> tuple[str, ...]:
    """Return a sentence for each principal of which nobody knows whom it names."""
    return tuple(
        f"{statement.name} names the principal “{name.id}”, which is none that AWS "
        "knows: whom it lets in is unknown. Correct it in AWS."
        for name in names(statement)
        if name.what is Named.UNCLEAR
    )


def names(statement: Statement) -> tuple[Name, ...]:
    """Return whom the statement's Principal or NotPrincipal names."""
    return tuple(named(*each) for each in statement.principals or ())
