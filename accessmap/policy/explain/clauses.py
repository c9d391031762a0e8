"""What a condition asks for, read once for every language.

A clause has a topic (external ID, MFA, address …), the values, and whether it asks for
them or forbids them. A key that has no topic here keeps its own name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType

from accessmap.policy.grant import Condition

TOPICS = MappingProxyType(
    {
        "sts:externalid": "external-id",
        "aws:multifactorauthpresent": "mfa",
        "aws:multifactorauthage": "mfa-age",
        "aws:sourceip": "address",
        "aws:vpcsourceip": "inner-address",
        "aws:sourcevpc": "vpc",
        "aws:sourcevpce": "endpoint",
        "aws:principalorgid": "organization",
        "aws:principalorgpaths": "unit",
        "aws:principalaccount": "account",
        "kms:calleraccount": "account",
        "aws:principalarn": "principal",
        "aws:principaltype": "principal-type",
        "aws:userid": "user-id",
        "aws:username": "user-name",
        "aws:sourcearn": "source",
        "aws:sourceaccount": "source-account",
        "aws:sourceowner": "source-account",
        "aws:sourceorgid": "source-organization",
        "aws:sourceorgpaths": "source-unit",
        "aws:principalisawsservice": "service",
        "aws:principalservicename": "service-name",
        "aws:viaawsservice": "via-service",
        "aws:calledvia": "via",
        "kms:viaservice": "via",
        "aws:securetransport": "encrypted",
        "aws:requestedregion": "region",
        "aws:currenttime": "time",
        "aws:useragent": "user-agent",
        "aws:referer": "referer",
        "aws:tagkeys": "tag-keys",
        "sts:rolesessionname": "session-name",
        "sts:sourceidentity": "source-identity",
        "saml:aud": "audience",
        "s3:prefix": "prefix",
        "s3:x-amz-acl": "acl",
        "s3:dataaccesspointaccount": "access-point",
        "s3:dataaccesspointarn": "access-point",
        "kms:grantisforawsresource": "for-service",
        "lambda:functionurlauthtype": "function-url",
        "sns:endpoint": "delivery",
        "elasticfilesystem:accessedviamounttarget": "mount-target",
    }
)
_NAMED = (
    ("aws:principaltag/", "principal-tag"),
    ("aws:requesttag/", "request-tag"),
    ("aws:resourcetag/", "resource-tag"),
    ("s3:existingobjecttag/", "resource-tag"),
    ("kms:encryptioncontext:", "encryption-context"),
)
_SUFFIXES = ((":sub", "subject"), (":aud", "audience"), (":amr", "method"))
# Topics that are either so or not so, and hold no value worth saying.
SWITCHES = frozenset(
    {"mfa", "service", "via-service", "encrypted", "for-service", "mount-target"}
)
_RELATIONS = (
    ("lessthanequals", "at-most"),
    ("lessthan", "below"),
    ("greaterthanequals", "at-least"),
    ("greaterthan", "above"),
    ("like", "like"),
)
_QUALIFIER = re.compile(r"^(forallvalues|foranyvalue):")


@dataclass(frozen=True, slots=True)
class Clause:
    """What one condition asks for. ``name`` is the tag's, where there is one."""

    topic: str  # "" where the key has none
    key: str
    values: tuple[str, ...]
    name: str = ""
    relation: str = "equals"  # like, below, at-most, above, at-least, present
    is_negated: bool = False
    is_loose: bool = False  # a request that says nothing of it passes too


def clause(condition: Condition) -> Clause:
    """Read ``condition``."""
    operator = condition.operator.lower()
    qualifier = _QUALIFIER.match(operator)
    operator = _QUALIFIER.sub("", operator)
    is_loose = operator.endswith("ifexists")
    operator = operator.removesuffix("ifexists")
    is_negated = "not" in operator
    topic, name = _topic(condition.key)
    values = condition.values
    relation = next((word for end, word in _RELATIONS if operator.endswith(end)), "")
    if operator == "null":
        is_negated = values == ("true",)
        return Clause("", condition.key, (), name, "present", is_negated)
    if topic in SWITCHES and values in {("true",), ("false",)}:
        is_negated ^= values == ("false",)
    elif topic in SWITCHES:
        topic = ""
    # A key that is missing passes ForAllValues, and every negated operator too.
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
    is_loose = is_loose or bool(qualifier and qualifier[1] == "forallvalues")
    return Clause(
        topic, condition.key, values, name, relation or "equals", is_negated, is_loose
    )


def _topic(key: str) -> tuple[str, str]:
    """Return the topic of a key, and the name of the tag where it has one."""
    lowered = key.lower()
    if lowered in TOPICS:
        return TOPICS[lowered], ""
    for start, topic in _NAMED:
        if lowered.startswith(start):
            return topic, key[len(start) :]
    for end, topic in _SUFFIXES:
        if lowered.endswith(end):
            return topic, ""
    return "", ""
