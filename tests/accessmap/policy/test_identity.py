from __future__ import annotations

import pytest

from accessmap.policy.identity import identity
from tests.accessmap.policy.rules.scene import allowing

NOT_ACTION = {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}
CONDITIONAL = {
    "Effect": "Deny",
    "Action": "*",
    "Resource": "*",
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}


def test_it_says_what_is_allowed_on_what():
    may = identity([allowing("s3:Get*", on="arn:aws:s3:::sales/*")])
    assert may.allows("s3:GetObject")
    assert may.allows("s3:GetObject", "arn:aws:s3:::sales/2026.csv")
    assert not may.allows("s3:GetObject", "arn:aws:s3:::other/2026.csv")
    assert not may.allows("s3:PutObject")


def test_a_firm_deny_takes_away():
    may = identity([allowing("s3:*", but=("s3:Delete*",))])
    assert may.allows("s3:PutObject")
    assert not may.allows("s3:DeleteObject")
    assert "s3:DeleteObject" not in may.actions()


def test_a_deny_with_a_condition_or_on_a_part_does_not():
    part = {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::x/*"}
    statements = [*allowing("s3:*")["Statement"], CONDITIONAL, part]
    assert identity([{"Statement": statements}]).allows("s3:PutObject")


def test_not_action_allows_the_rest():
    may = identity([{"Statement": NOT_ACTION}])
    assert may.allows("s3:PutObject")
    assert not may.allows("iam:PassRole")
    assert not may.is_admin


@pytest.mark.parametrize("pattern", ["*", "*:*"])
def test_everything_on_everything_is_an_administrator(pattern):
    assert identity([allowing(pattern)]).is_admin
    assert not identity([allowing(pattern, on="arn:aws:s3:::x")]).is_admin
    assert not identity([allowing(pattern, but=("iam:*",))]).is_admin


def test_what_is_malformed_is_unread_not_nothing():
    assert not identity(["{", allowing("s3:*")]).is_read
    assert identity(["{", allowing("s3:*")]).allows("s3:GetObject")
    assert identity([]).is_read
