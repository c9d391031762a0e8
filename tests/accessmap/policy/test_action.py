from __future__ import annotations

from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accessmap.policy.action import access_levels, expand, level, levels_on, matches
from accessmap.policy.kinds import AccessLevel


@pytest.mark.parametrize(
    ("pattern", "action"),
    [
        ("s3:GetObject", "S3:getobject"),
        ("s3:Get*", "s3:GetObject"),
        ("s3:Get?bject", "s3:GetObject"),
        ("*", "kms:Decrypt"),
        ("*:*", "kms:Decrypt"),
    ],
)
def test_a_pattern_covers_an_action_whatever_the_case(pattern, action):
    assert matches(pattern, action)


@pytest.mark.parametrize(
    ("pattern", "action"),
    [
        ("s3:GetObject", "s3:GetObjectAcl"),
        ("s3:Get?bject", "s3:Getbject"),
        ("s3.*", "s3:GetObject"),
        ("", "s3:GetObject"),
    ],
)
def test_a_pattern_leaves_the_rest(pattern, action):
    assert not matches(pattern, action)


@given(st.text("aAb:*?", max_size=6), st.text("aAb:", max_size=6))
def test_a_star_is_any_text_and_a_question_mark_one_character(pattern, action):
    expected = fnmatchcase(action.lower(), pattern.lower())
    assert matches(pattern, action) is expected


def test_many_stars_take_no_time():
    assert not matches("*a" * 12 + "*b", "s3:" + "a" * 60)


def test_the_levels_are_those_of_aws():
    assert level("s3:GetObject") is AccessLevel.READ
    assert level("s3:ListBucket") is AccessLevel.LIST
    assert level("s3:PutObject") is AccessLevel.WRITE
    assert level("s3:PutObjectTagging") is AccessLevel.TAGGING
    assert level("s3:PutBucketPolicy") is AccessLevel.PERMISSIONS


@pytest.mark.parametrize(
    "action",
    ["kms:Decrypt", "kms:ReEncryptFrom", "ec2:CopySnapshot", "rds:copydbsnapshot"],
)
def test_to_decrypt_or_copy_is_to_read_whatever_aws_calls_it(action):
    assert level(action) is AccessLevel.READ


def test_to_encrypt_stays_what_aws_calls_it():
    assert level("kms:Encrypt") is AccessLevel.WRITE


def test_what_is_made_of_a_shared_copy_changes_nothing_of_it():
    made = ["ec2:CreateVolume", "ec2:CopySnapshot"]
    assert levels_on("AWS::EC2::Snapshot", made) == (AccessLevel.READ,)
    assert levels_on("AWS::EC2::Volume", made) == (AccessLevel.READ, AccessLevel.WRITE)


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("s3:GetTomorrow", AccessLevel.READ),
        ("s3:ListTomorrow", AccessLevel.LIST),
        ("s3:UntagTomorrow", AccessLevel.TAGGING),
        ("s3:PutTomorrowPolicy", AccessLevel.PERMISSIONS),
        ("s3:FrobTomorrow", AccessLevel.WRITE),
        ("nobody:knows", AccessLevel.WRITE),
        ("", AccessLevel.WRITE),
    ],
)
def test_an_action_newer_than_the_table_is_judged_by_its_name(action, expected):
    assert level(action) is expected


def test_a_wildcard_expands_through_the_table():
    assert expand(["SQS:*MessageVisibility"]) == ("sqs:ChangeMessageVisibility",)
    assert expand(["s3:getobject", "made:Up"]) == ("made:Up", "s3:GetObject")


def test_not_action_is_everything_less_what_it_lists():
    rest = expand(["s3:*"], excluded=["s3:Get*", "s3:List*"])
    assert "s3:PutObject" in rest
    assert "s3:GetObject" not in rest


def test_levels_are_told_once_weakest_first():
    assert access_levels(["s3:PutObject", "s3:Get*", "s3:GetObject"]) == (
        AccessLevel.READ,
        AccessLevel.WRITE,
    )
    assert access_levels(["s3:*"]) == tuple(AccessLevel)
    assert access_levels([]) == ()


def test_a_service_nobody_knows_may_reach_anything():
    assert access_levels(["tomorrow:*"]) == tuple(AccessLevel)


def test_all_but_one_service_still_reaches_every_level():
    assert access_levels(["*"], excluded=["iam:*"]) == tuple(AccessLevel)
