"""How long the engine takes, by kind of document: `python -m benchmarks.policy_engine`.

CPU time, median of seven runs. "First" decides every document anew; "again" has met its
shape before, in another account, as in an organization that repeats its documents.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from accessmap.policy.derive import derive, derive_anew
from accessmap.policy.kinds import PolicyKind
from accessmap.policy.subject import Subject
from accessmap.policy.zone import ZoneOfTrust

ORGANIZATION = "o-k1t5un3f0d"
VENDOR = "338812907744"
ACCOUNTS = [str(200_000_000_000 + at) for at in range(200)]
ZONE = ZoneOfTrust(ORGANIZATION, frozenset(ACCOUNTS))
GITHUB = "token.actions.githubusercontent.com"
ROUNDS = 7


def trusting(
    principal: object, action: str = "sts:AssumeRole", **condition: object
) -> Callable[[str], object]:
    """Return what writes a trust policy for an account."""

    def write(account: str) -> object:
        statement: dict[str, object] = {
            "Effect": "Allow",
            "Principal": _here(principal, account),
            "Action": action,
        }
        if condition:
            statement["Condition"] = condition
        return {"Version": "2012-10-17", "Statement": [statement]}

    return write


def _here(principal: object, account: str) -> object:
    if isinstance(principal, dict):
        return {kind: each.replace("HOME", account) for kind, each in principal.items()}
    return principal


def denying(account: str) -> object:
    """Return a document with two Denys and several conditions."""
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"},
            {
                "Effect": "Deny",
                "Principal": "*",
                "Action": "sts:*",
                "Condition": {
                    "StringNotEquals": {
                        "aws:PrincipalOrgID": ORGANIZATION,
                        "aws:PrincipalAccount": [VENDOR, account],
                    }
                },
            },
            {
                "Effect": "Deny",
                "Principal": "*",
                "Action": "*",
                "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}},
            },
        ],
    }


# Kind → (share of a realistic organization in per cent, how to write one)
MIX: dict[str, tuple[int, Callable[[str], object]]] = {
    "AWS service": (60, trusting({"Service": "ec2.amazonaws.com"})),
    "own organization": (20, trusting({"AWS": f"arn:aws:iam::{ACCOUNTS[0]}:root"})),
    "vendor, external id": (
        5,
        trusting({"AWS": VENDOR}, StringEquals={"sts:ExternalId": "agreed"}),
    ),
    "OIDC": (
        5,
        trusting(
            {"Federated": f"arn:aws:iam::HOME:oidc-provider/{GITHUB}"},
            "sts:AssumeRoleWithWebIdentity",
            StringLike={f"{GITHUB}:sub": "repo:kitsune/*"},
        ),
    ),
    "SAML": (
        7,
        trusting(
            {"Federated": "arn:aws:iam::HOME:saml-provider/Okta"},
            "sts:AssumeRoleWithSAML",
            StringEquals={"SAML:aud": "https://signin.aws.amazon.com/saml"},
        ),
    ),
    "whole organization": (
        2,
        trusting("*", StringEquals={"aws:PrincipalOrgID": ORGANIZATION}),
    ),
    "public": (1, trusting("*")),
    "two Denys": (0, denying),
}


def micros(
    decide: Callable[[Subject, ZoneOfTrust], object], subjects: list[Subject]
) -> float:
    """Return the CPU time a document, in microseconds."""
    taken = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        for each in subjects:
            decide(each, ZONE)
        taken.append((time.process_time() - begun) / len(subjects))
    return statistics.median(taken) * 1e6


def main() -> None:
    """Print a line for each kind, and the mean of the mix."""
    first_of_all = again_of_all = 0.0
    print(f"{'µs a document':22} first  again")
    for name, (share, write) in MIX.items():
        subjects = [
            Subject(
                f"arn:aws:iam::{a}:role/r",
                "AWS::IAM::Role",
                a,
                PolicyKind.TRUST,
                write(a),
            )
            for a in ACCOUNTS
        ]
        first, again = micros(derive_anew, subjects), micros(derive, subjects)
        first_of_all += first * share / 100
        again_of_all += again * share / 100
        print(f"{name:22} {first:5.0f}  {again:5.0f}")
    print(f"{'the mix':22} {first_of_all:5.0f}  {again_of_all:5.0f}")


if __name__ == "__main__":
    main()
