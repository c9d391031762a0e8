"""Statements that stand apart, and those that hold or cut one another."""

from __future__ import annotations

from typing import Any

import pytest

from accessmap.policy.document import parse
from accessmap.policy.kinds import PolicyKind
from accessmap.policy.opened import opened
from accessmap.policy.subject import Subject
from accessmap.policy.together import stand_apart
from tests.accessmap.policy.callers import FOREIGN, HOME, MEMBER, OURS, THEIRS, ZONE

ARN = "arn:aws:s3:::kitsune-ledger"
OF_OURS = {"StringEquals": {"aws:PrincipalOrgID": OURS}}
WITHOUT_TLS = {"Bool": {"aws:SecureTransport": "false"}}


def says(effect: str, who: object, action: str, where: Any = "*", **more: Any) -> Any:
    return {
        "Effect": effect,
        "Principal": who,
        "Action": action,
        "Resource": where,
        "Condition": more.get("asked", {}),
    }


def is_apart(*statements: Any) -> bool:
    policy = {"Version": "2012-10-17", "Statement": list(statements)}
    subject = Subject(ARN, "AWS::S3::Bucket", HOME, PolicyKind.RESOURCE, policy)
    listed = parse(policy).statements
    allows = [each for each in listed if each.is_allow]
    found = [one for each in allows for one in opened(subject, ZONE, each)]
    return stand_apart(ZONE, found, [each for each in listed if not each.is_allow])


def test_two_accounts_stand_apart() -> None:
    one = says("Allow", {"AWS": FOREIGN}, "s3:GetObject")
    other = says("Allow", {"AWS": MEMBER}, "s3:GetObject")
    assert is_apart(one, other)
    assert not is_apart(one, says("Allow", {"AWS": FOREIGN}, "s3:ListBucket"))


def test_beside_everyone_nobody_stands_apart() -> None:
    everyone = says("Allow", "*", "s3:GetObject")
    assert not is_apart(everyone, says("Allow", {"AWS": FOREIGN}, "s3:*"))


@pytest.mark.parametrize(("action", "expected"), [("s3:*", True), ("s3:Get*", False)])
def test_a_member_stands_apart_by_what_all_may_not(action: str, expected: bool) -> None:
    whole = says("Allow", "*", "s3:Get*", asked=OF_OURS)
    assert is_apart(whole, says("Allow", {"AWS": MEMBER}, action)) is expected


def test_whom_another_organization_has_is_not_known() -> None:
    theirs = {"StringEquals": {"aws:PrincipalOrgID": THEIRS}}
    whole = says("Allow", "*", "s3:GetObject", asked=theirs)
    assert not is_apart(whole, says("Allow", {"AWS": FOREIGN}, "s3:*"))
    assert is_apart(whole, says("Allow", {"Service": "ec2.amazonaws.com"}, "s3:*"))


def test_the_deny_without_tls_must_hold_all_of_it() -> None:
    allow = says("Allow", {"AWS": FOREIGN}, "s3:GetObject", f"{ARN}/*")
    where = [ARN, f"{ARN}/*"]
    assert is_apart(allow, says("Deny", "*", "s3:*", where, asked=WITHOUT_TLS))
    assert not is_apart(allow, says("Deny", "*", "s3:*", ARN, asked=WITHOUT_TLS))
    assert not is_apart(allow, says("Deny", "*", "s3:Put*", where, asked=WITHOUT_TLS))
    assert not is_apart(allow, says("Deny", {"AWS": FOREIGN}, "*", asked=WITHOUT_TLS))
    assert not is_apart(allow, says("Deny", "*", "s3:*", where))
