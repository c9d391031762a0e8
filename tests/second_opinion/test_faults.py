"""Each fault that is masked is shown here by one request; it goes when it is mended."""

from __future__ import annotations

import pytest

from tests.second_opinion.faults import FAULTS, fault
from tests.second_opinion.simulator import Request, simulate
from tests.second_opinion.world import BUCKET, OWN, VENDOR

pytestmark = pytest.mark.deep


def request(condition=None, version="2012-10-17", action="s3:GetObject", **context):
    statement = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": action,
        "Resource": "*",
        "Condition": condition or {},
    }
    return Request(
        {"Version": version, "Statement": [statement]},
        f"arn:aws:iam::{VENDOR}:role/deploy",
        action,
        f"{BUCKET}/a.txt",
        OWN,
        {key.replace("__", ":"): value for key, value in context.items()},
    )


def sparing(arn):
    deny = {"Effect": "Deny", "NotPrincipal": {"AWS": arn}, "Action": "*"}
    found = request()
    found.policy["Statement"].append({**deny, "Resource": "*"})
    return found


def letting(principal, **context):
    found = request(**context)
    found.policy["Statement"][0]["Principal"] = principal
    return found


# name → (request, the answer that we hold against it)
SHOWN = {
    "version": (
        request(
            {"StringEquals": {"aws:PrincipalAccount": "${aws:PrincipalAccount}"}},
            version="2008-10-17",
            aws__PrincipalAccount=VENDOR,
        ),
        False,
    ),
    "everywhere": (
        request(
            {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}, aws__SourceIp="203.0.113.7"
        ),
        True,
    ),
    "bare-ipv6": (
        request(
            {"IpAddress": {"aws:SourceIp": "2001:db8:0:0::1"}},
            aws__SourceIp="2001:db8::1",
        ),
        True,
    ),
    "dropped-key": (
        request({"StringEquals": {"sts:ExternalId": "x"}}, sts__ExternalId="x"),
        True,
    ),
    "spared-account": (sparing(f"arn:aws:iam::{VENDOR}:user/Bob"), True),
    "canonical": (letting({"CanonicalUser": "79a59df9" * 8}), True),
    "any-service": (letting({"Service": "*"}), True),
    "no-set-operator": (
        request(
            {"StringLike": {"aws:CalledVia": "athena.amazonaws.com"}},
            aws__CalledVia=["athena.amazonaws.com"],
        ),
        True,
    ),
    "any-if-exists": (
        request({"ForAnyValue:StringLikeIfExists": {"aws:PrincipalOrgPaths": "o-a/*"}}),
        True,
    ),
    "time": (
        request(
            {"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}},
            aws__CurrentTime="1577836801",
        ),
        True,
    ),
    "unknown-operator": (
        request(
            {"StringFoo": {"aws:PrincipalAccount": VENDOR}},
            aws__PrincipalAccount=VENDOR,
        ),
        True,
    ),
    "odd-operator": (
        request(
            {"StringLike": {"aws:SourceIp": "203.0.113.*"}},
            aws__SourceIp="198.51.100.9",
        ),
        True,
    ),
    "refused": (request(action="s3:GetNothing"), True),
}


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_the_fault_is_there_and_is_masked(name):
    asked, truth = SHOWN[name]
    answer = simulate([asked])[0]

    assert answer.allowed != truth
    assert fault(asked, answer) == name


def test_every_fault_is_shown():
    assert {each.name for each in FAULTS} == set(SHOWN)


def test_what_has_no_fault_is_not_masked():
    asked = request({"StringEquals": {"aws:PrincipalAccount": VENDOR}})
    answer = simulate([asked])[0]

    assert fault(asked, answer) == ""
