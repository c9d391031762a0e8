from __future__ import annotations

from typing import Any

import pytest

from accessmap.policy.grant import Condition, Grant, Principal
from accessmap.policy.kinds import PolicyKind, PrincipalKind, Verdict, Zone
from accessmap.policy.overlap import includes, is_within, overlaps
from tests.cast import KUMO, ORGANIZATION, PAYMENTS, TANUKI

BUCKET = "arn:aws:s3:::kitsune-ledger"
REPO = "token.actions.githubusercontent.com:sub"
EVERYONE = Principal(PrincipalKind.PUBLIC, "*")
VENDOR = Principal(PrincipalKind.ACCOUNT, TANUKI, TANUKI)
ROLE = Principal(PrincipalKind.ROLE, f"arn:aws:iam::{TANUKI}:role/ci/bot", TANUKI)
SESSION = Principal(
    PrincipalKind.SESSION, f"arn:aws:sts::{TANUKI}:assumed-role/bot/run", TANUKI
)
OTHER_SESSION = SESSION._replace(id=f"arn:aws:sts::{TANUKI}:assumed-role/another/run")
UNIT = Principal(PrincipalKind.UNIT, f"{ORGANIZATION}/r-k1t5/ou-k1t5-production/*")
OURS = Principal(PrincipalKind.ORGANIZATION, ORGANIZATION)
ABOVE = [ORGANIZATION, f"{ORGANIZATION}/r-k1t5/ou-k1t5-production/"]


def reads(*actions: str, **more: Any) -> Grant:
    fields = {"objects": (), "conditions": (), **more}
    return Grant(
        resource=BUCKET,
        resource_type="AWS::S3::Bucket",
        resource_account=PAYMENTS,
        policy_kind=PolicyKind.RESOURCE,
        principal=VENDOR,
        zone=Zone.EXTERNAL,
        verdict=Verdict.EXTERNAL,
        actions=actions or ("s3:GetObject",),
        **fields,
    )


def on(*names: str) -> dict[str, Any]:
    return {"objects": tuple(f"{BUCKET}/{each}" for each in names)}


def when(operator: str, key: str, *values: str) -> dict[str, Any]:
    return {"conditions": (Condition(operator, key, values),)}


@pytest.mark.parametrize(
    ("wide", "narrow", "is_included"),
    [
        (VENDOR, VENDOR, True),
        (EVERYONE, ROLE, True),
        (ROLE, EVERYONE, False),
        (VENDOR, ROLE, True),
        (VENDOR, SESSION, True),
        (ROLE, VENDOR, False),
        (Principal(PrincipalKind.CANONICAL, "79a5", TANUKI), VENDOR, True),
        (Principal(PrincipalKind.CANONICAL, "79a5"), VENDOR, False),
        (Principal(PrincipalKind.ACCOUNT, KUMO, KUMO), ROLE, False),
        (ROLE, SESSION, True),
        (ROLE, OTHER_SESSION, False),
        (UNIT, OURS, False),
        (OURS, UNIT, True),
        (Principal(PrincipalKind.SERVICE, "sns.amazonaws.com"), VENDOR, False),
        (VENDOR, Principal(PrincipalKind.SERVICE, "sns.amazonaws.com"), False),
    ],
)
def test_a_principal_includes_whoever_it_stands_above(
    wide: Principal, narrow: Principal, *, is_included: bool
) -> None:
    assert includes(wide, narrow) is is_included


def test_an_organization_and_its_units_include_the_roles_of_their_accounts() -> None:
    assert includes(OURS, ROLE, ABOVE)
    assert includes(UNIT, ROLE, ABOVE)
    assert not includes(UNIT, ROLE, [ORGANIZATION])
    assert not includes(Principal(PrincipalKind.ORGANIZATION, "o-k"), ROLE, ABOVE)


@pytest.mark.parametrize(
    ("one", "other", "is_shared"),
    [
        (reads("s3:GetObject"), reads("s3:GetObject", "s3:PutObject"), True),
        (reads("s3:Get*"), reads("s3:*Tagging"), True),
        (reads("s3:GetObject"), reads("s3:PutObject"), False),
        (reads("made-up:Get*"), reads("made-up:*Thing"), True),
        (reads("made-up:Get*"), reads("made-up:Put*"), False),
        (reads(**on("a/*")), reads(), True),
        (reads(**on("a/*")), reads(**on("a/b", "c")), True),
        (reads(**on("a/*")), reads(**on("b/*")), False),
        (reads(**on("${aws:username}/*")), reads(**on("b/*")), True),
        (
            reads(**when("StringLike", REPO, "repo:kitsune/a:*")),
            reads(**when("StringEquals", REPO, "repo:kitsune/b:ref:refs/heads/main")),
            False,
        ),
        (
            reads(**when("StringLike", REPO, "repo:kitsune/*")),
            reads(**when("StringEquals", REPO, "repo:kitsune/b:ref:refs/heads/main")),
            True,
        ),
        (
            reads(**when("StringNotEquals", "aws:sourcevpc", "vpc-1")),
            reads(**when("StringEquals", "aws:sourcevpc", "vpc-2")),
            True,
        ),
        (
            reads(**when("StringEqualsIfExists", "aws:sourcevpc", "vpc-1")),
            reads(**when("StringEquals", "aws:sourcevpc", "vpc-2")),
            True,
        ),
        (
            reads(**when("IpAddress", "aws:sourceip", "192.0.2.0/24")),
            reads(**when("IpAddress", "aws:sourceip", "198.51.100.0/24")),
            True,
        ),
    ],
)
def test_two_grants_overlap_unless_they_plainly_do_not(
    one: Grant, other: Grant, *, is_shared: bool
) -> None:
    assert overlaps(one, other) is is_shared
    assert overlaps(other, one) is is_shared


@pytest.mark.parametrize(
    ("narrow", "wide", "is_less"),
    [
        (reads(), reads(), True),
        (reads("s3:GetObject"), reads("s3:*"), True),
        (reads("s3:*"), reads("s3:GetObject"), False),
        (reads("s3:Get*"), reads("s3:Get*", "s3:PutObject"), True),
        (reads("s3:PutObjectA*"), reads("s3:PutObjectAcl"), True),
        (reads("made-up:Get*"), reads("made-up:*"), True),
        (reads("made-up:Get*", "made-up:Put"), reads("made-up:Get*"), False),
        (reads(**on("a/*")), reads(), True),
        (reads(), reads(**on("a/*")), False),
        (reads(**on("a/b*")), reads(**on("a/*")), True),
        (reads(**on("a/*")), reads(**on("a/b*")), False),
        (reads(**on("a/b")), reads(**on("${aws:username}/*")), False),
        (reads(**when("StringEquals", "aws:sourcevpc", "vpc-1")), reads(), True),
        (reads(), reads(**when("StringEquals", "aws:sourcevpc", "vpc-1")), False),
        (
            reads(**when("StringEquals", "aws:sourcevpc", "vpc-1")),
            reads(**when("StringEquals", "aws:sourcevpc", "vpc-1", "vpc-2")),
            True,
        ),
        (
            reads(**when("StringNotEquals", "aws:sourcevpc", "vpc-1")),
            reads(**when("StringNotEquals", "aws:sourcevpc", "vpc-1", "vpc-2")),
            False,
        ),
    ],
)
def test_a_grant_is_within_another_only_if_plainly_so(
    narrow: Grant, wide: Grant, *, is_less: bool
) -> None:
    assert is_within(narrow, wide) is is_less


def test_patterns_that_cannot_be_told_apart_meet_and_are_not_within() -> None:
    one = reads(**on("*a" + "?" * 400 + "*b" + "?" * 400))
    other = reads(**on("*b" + "?" * 400 + "*a" + "?" * 400))
    assert overlaps(one, other)
    assert not is_within(one, other)
