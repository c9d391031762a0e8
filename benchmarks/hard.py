"""Bucket policies full of Denys, whose answers are known by how they are made.

The traps are those of AWS's own pages: keys of one Deny are ANDed, negated operators
and ForAllValues hold on a missing key, a Deny covers only its actions and resources.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.policies import ORGANIZATION, VENDORS, Json, allow, document

BUCKET = "arn:aws:s3:::hard-bucket"


@dataclass(frozen=True)
class Cast:
    """The accounts that one policy names."""

    own: str
    member: str
    vendor: str


@dataclass(frozen=True)
class Trap:
    """One pattern, with what is true of it."""

    statements: Callable[[Cast], list[Json]]
    is_public: bool
    is_external: bool


def everyone(action: str = "s3:GetObject") -> Json:
    """Return an Allow to the world."""
    return allow("*", action, Resource=f"{BUCKET}/*")


def deny(condition: Json | None = None, **rest: object) -> Json:
    """Return a Deny to the world, unless ``rest`` says otherwise."""
    statement: Json = {"Effect": "Deny", "Principal": "*", "Resource": f"{BUCKET}/*"}
    if "NotAction" not in rest:
        statement["Action"] = "s3:*"
    if condition is not None:
        statement["Condition"] = condition
    if "NotPrincipal" in rest:
        del statement["Principal"]
    return {**statement, **rest}


OUTSIDE = {"aws:PrincipalOrgID": ORGANIZATION}
PATHS = {"aws:PrincipalOrgPaths": f"{ORGANIZATION}/*"}
CLOSED, OPEN, FOREIGN = (False, False), (True, True), (False, True)

TRAPS = (
    Trap(lambda _: [everyone(), deny({"StringNotEquals": OUTSIDE})], *CLOSED),
    Trap(
        lambda cast: [
            everyone(),
            deny({"StringNotEquals": {**OUTSIDE, "aws:PrincipalAccount": cast.vendor}}),
        ],
        *FOREIGN,
    ),
    Trap(
        lambda _: [
            everyone(),
            deny(
                {
                    "StringNotEquals": OUTSIDE,
                    "Bool": {"aws:PrincipalIsAWSService": "false"},
                }
            ),
        ],
        *OPEN,
    ),
    Trap(
        lambda _: [
            everyone(),
            deny(
                {
                    "StringNotEquals": OUTSIDE,
                    "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
                }
            ),
        ],
        *CLOSED,
    ),
    Trap(
        lambda _: [
            everyone("s3:*"),
            deny({"StringNotEquals": OUTSIDE}, NotAction="s3:GetObject"),
        ],
        *OPEN,
    ),
    Trap(lambda _: [everyone(), deny(Resource=f"{BUCKET}/secret/*")], *OPEN),
    Trap(lambda _: [everyone("s3:Get*"), deny(Action="s3:GetObject")], *OPEN),
    Trap(
        lambda _: [
            everyone(),
            deny({"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}),
        ],
        *FOREIGN,
    ),
    Trap(
        lambda cast: [
            everyone(),
            deny(
                {
                    "ArnNotLike": {
                        "aws:PrincipalArn": f"arn:aws:iam::{cast.member}:role/app/*"
                    }
                }
            ),
        ],
        *CLOSED,
    ),
    Trap(
        lambda cast: [
            allow({"AWS": cast.vendor}, "s3:GetObject", Resource=f"{BUCKET}/*"),
            deny(
                {
                    "StringNotEquals": {
                        "aws:PrincipalArn": f"arn:aws:iam::{cast.vendor}:role/etl"
                    }
                }
            ),
        ],
        *FOREIGN,
    ),
    Trap(
        lambda cast: [
            everyone(),
            deny(NotPrincipal={"AWS": f"arn:aws:iam::{cast.own}:root"}),
        ],
        *CLOSED,
    ),
    Trap(
        lambda cast: [
            allow({"AWS": cast.vendor}, "s3:GetObject", Resource=f"{BUCKET}/*"),
            deny(Principal={"AWS": f"arn:aws:iam::{cast.vendor}:root"}),
        ],
        *CLOSED,
    ),
    Trap(lambda _: [everyone(), deny({"ForAllValues:StringNotLike": PATHS})], *CLOSED),
    Trap(lambda _: [everyone(), deny({"ForAnyValue:StringNotLike": PATHS})], *OPEN),
)

# Denys that narrow how, never who: most real bucket policies carry some.
BESIDE = (
    deny({"Bool": {"aws:SecureTransport": "false"}}, Sid="Tls"),
    deny({"NumericLessThan": {"s3:TlsVersion": "1.2"}}, Sid="Tls12"),
    deny(
        {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}},
        Sid="Encrypted",
        Action="s3:PutObject",
    ),
)


def hard_policy(draw: random.Random, own: str, member: str) -> tuple[Trap, Json]:
    """Return one trap and its policy, with one to three Denys beside it."""
    trap = draw.choice(TRAPS)
    statements = trap.statements(Cast(own, member, draw.choice(VENDORS)))
    beside = draw.sample(BESIDE, draw.randint(1, len(BESIDE)))
    return trap, document(*statements, *beside)
