"""Policies put together from words, so that fuzzing gets past the parser at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

Word = TypeVar("Word")


class Chance(Protocol):
    """The part of atheris.FuzzedDataProvider that is needed here."""

    def ConsumeIntInRange(self, low: int, high: int) -> int: ...  # noqa: D102, N802
    def ConsumeUnicode(self, count: int) -> str: ...  # noqa: D102, N802


FOREIGN = "444455556666"
PRINCIPALS: tuple[Any, ...] = (
    "*",
    {"AWS": "*"},
    {"AWS": FOREIGN},
    {"AWS": [f"arn:aws:iam::{FOREIGN}:root", "arn:aws:iam::222222222222:role/r"]},
    {"AWS": f"arn:aws:sts::{FOREIGN}:assumed-role/app/session"},
    {"AWS": "AROAEXAMPLEEXAMPLE123"},
    {"Service": ["lambda.amazonaws.com", "sns.amazonaws.com"]},
    {"Federated": "arn:aws:iam::111111111111:saml-provider/Okta"},
    {"Federated": "cognito-identity.amazonaws.com"},
    {"CanonicalUser": "79a59df900b949e55d96a1e698fbaced" * 2},
)
ACTIONS = ("*", "s3:*", "s3:Get*", "s3:GetObject", "sts:AssumeRole", "kms:Decrypt")
RESOURCES = ("*", "arn:aws:s3:::bucket", "arn:aws:s3:::bucket/*", "arn:aws:s3:::b*/s?")
BASES = (
    *("StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringLike"),
    *("StringNotLike", "ArnEquals", "ArnLike", "ArnNotLike", "IpAddress", "Null"),
    *("NotIpAddress", "Bool", "NumericLessThan", "DateGreaterThan", "BinaryEquals"),
)
BEFORE = ("", "", "", "ForAllValues:", "ForAnyValue:")
AFTER = ("", "", "", "IfExists")
KEYS = (
    *("aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalAccount"),
    *("aws:PrincipalArn", "aws:SourceAccount", "aws:SourceArn", "aws:SourceOrgID"),
    *("aws:SourceIp", "aws:SourceVpc", "aws:SourceVpce", "aws:VpcSourceIp"),
    *("aws:SourceVpcArn", "aws:VpceAccount", "aws:VpceOrgID", "aws:VpceOrgPaths"),
    *("aws:PrincipalIsAWSService", "aws:PrincipalServiceName", "aws:userid"),
    *("aws:PrincipalTag/team", "aws:username", "kms:CallerAccount", "SAML:aud"),
    *("sts:ExternalId", "s3:DataAccessPointAccount", "aws:SecureTransport"),
    *("cognito-identity.amazonaws.com:amr", "aws:CurrentTime", "unknown:Key"),
)
VALUES: tuple[Any, ...] = (
    *("o-aaaabbbb11", "o-*", "o-aaaabbbb11/*", "*/ou-ab12-11111111/*", FOREIGN),
    *("111111111111", f"arn:aws:iam::{FOREIGN}:role/*", "*:user/Bob", "*", "?", ""),
    *("0.0.0.0/0", "203.0.113.0/24", "::/0", "2001:db8::1", "vpce-1", "true", "false"),
    *("${aws:ResourceOrgID}", "${*}", "${aws:PrincipalTag/team, 'x'}", "${", "1.2"),
    *("2026-01-01T00:00:00Z", True, 12, None, ["o-aaaabbbb11", "o-zzzzyyyy99"], []),
)


def pick(chance: Chance, words: Sequence[Word]) -> Word:
    """Return one of the words."""
    return words[chance.ConsumeIntInRange(0, len(words) - 1)]


def assembled(chance: Chance) -> dict[str, Any]:
    """Return a policy of one to four statements."""
    count = chance.ConsumeIntInRange(1, 4)
    return {
        "Version": pick(chance, ("2012-10-17", "2008-10-17")),
        "Statement": [_statement(chance) for _ in range(count)],
    }


def _statement(chance: Chance) -> dict[str, Any]:
    conditions: dict[str, Any] = {}
    for _ in range(chance.ConsumeIntInRange(0, 3)):
        operator = "".join(pick(chance, each) for each in (BEFORE, BASES, AFTER))
        value = pick(chance, VALUES)
        if value == "?":
            value = chance.ConsumeUnicode(12)
        conditions.setdefault(operator, {})[pick(chance, KEYS)] = value

    def one_of(element: str, words: Sequence[Any]) -> dict[str, Any]:
        return {pick(chance, (element, element, f"Not{element}")): pick(chance, words)}

    return {
        "Effect": pick(chance, ("Allow", "Deny")),
        **one_of("Principal", PRINCIPALS),
        **one_of("Action", ACTIONS),
        **one_of("Resource", RESOURCES),
        "Condition": conditions,
    }
