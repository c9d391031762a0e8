"""What a condition asks for, read once for every language.

A clause has a topic (external ID, MFA, address …), the values, and whether it asks for
them or forbids them. A key that has no topic here keeps its own name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType

from accessmap.policy.grant import Condition
from accessmap.policy.key import ALWAYS

TOPICS = MappingProxyType(
    {
        "sts:ExternalId": "external-id",
        "aws:MultiFactorAuthPresent": "mfa",
        "aws:MultiFactorAuthAge": "mfa-age",
        "aws:SourceIp": "address",
        "aws:VpcSourceIp": "inner-address",
        "aws:SourceVpc": "vpc",
        "aws:SourceVpcArn": "vpc",
        "aws:SourceVpce": "endpoint",
        "aws:VpceAccount": "endpoint-account",
        "aws:VpceOrgID": "endpoint-organization",
        "aws:VpceOrgPaths": "endpoint-unit",
        "aws:PrincipalOrgID": "organization",
        "aws:PrincipalOrgPaths": "unit",
        "aws:PrincipalAccount": "account",
        "kms:CallerAccount": "account",
        "aws:PrincipalArn": "principal",
        "aws:PrincipalType": "principal-type",
        "aws:userid": "user-id",
        "aws:username": "user-name",
        "aws:SourceArn": "source",
        "aws:SourceAccount": "source-account",
        "aws:SourceOwner": "source-account",
        "aws:SourceOrgID": "source-organization",
        "aws:SourceOrgPaths": "source-unit",
        "aws:PrincipalIsAWSService": "service",
        "aws:PrincipalServiceName": "service-name",
        "aws:ViaAWSService": "via-service",
        "aws:CalledVia": "via",
        "kms:ViaService": "via",
        "aws:SecureTransport": "encrypted",
        "aws:ResourceAccount": "home",
        "aws:ResourceOrgID": "home-organization",
        "aws:RequestedRegion": "region",
        "aws:CurrentTime": "time",
        "aws:UserAgent": "user-agent",
        "aws:Referer": "referer",
        "aws:TagKeys": "tag-keys",
        "sts:RoleSessionName": "session-name",
        "sts:SourceIdentity": "source-identity",
        "SAML:aud": "audience",
        "s3:prefix": "prefix",
        "s3:x-amz-acl": "acl",
        "s3:DataAccessPointAccount": "access-point",
        "s3:DataAccessPointArn": "access-point",
        "kms:GrantIsForAWSResource": "for-service",
        "lambda:FunctionUrlAuthType": "function-url",
        "sns:Endpoint": "delivery",
        "elasticfilesystem:AccessedViaMountTarget": "mount-target",
    }
)
# Letter case makes no difference in a key; people know it as AWS writes it.
_WRITTEN = MappingProxyType({key.lower(): key for key in TOPICS})
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

    @property
    def is_pattern(self) -> bool:
        """Say whether more than one text can fit, as with a star."""
        return self.relation == "like" and any(
            c in v for v in self.values for c in "*?"
        )


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
    key = _WRITTEN.get(condition.key.lower(), condition.key)
    relation = next((word for end, word in _RELATIONS if operator.endswith(end)), "")
    if operator == "null":
        is_negated = values == ("true",)
        return Clause("", key, (), name, "present", is_negated)
    if topic in SWITCHES and values in {("true",), ("false",)}:
        is_negated ^= values == ("false",)
    elif topic in SWITCHES:
        topic = ""
    # A key that is missing passes ForAllValues, and every negated operator too.
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
    is_loose = is_loose or bool(qualifier and qualifier[1] == "forallvalues")
    is_loose = is_loose and condition.key.lower() not in ALWAYS
    return Clause(topic, key, values, name, relation or "equals", is_negated, is_loose)


def _topic(key: str) -> tuple[str, str]:
    """Return the topic of a key, and the name of the tag where it has one."""
    lowered = key.lower()
    if lowered in _WRITTEN:
        return TOPICS[_WRITTEN[lowered]], ""
    for start, topic in _NAMED:
        if lowered.startswith(start):
            return topic, key[len(start) :]
    for end, topic in _SUFFIXES:
        if lowered.endswith(end):
            return topic, ""
    return "", ""
