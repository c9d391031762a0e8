from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accessmap.reach.kinds import Doubt, EdgeKind
from accessmap.reach.powers import (
    ASSUME,
    EVERYTHING,
    Clauses,
    Powers,
    access,
    clauses,
    uses_some,
)

ROLE = "arn:aws:iam::204411803391:role/PaymentsReader"
OTHER = "arn:aws:iam::204411803391:role/Else"


def told(*statements: dict[str, Any]) -> Any:
    text = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
    return clauses([text])[0]


def allow(action: Any = ASSUME, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: Any = ASSUME, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {**allow(action, resource, **more), "Effect": "Deny"}


MFA = {"Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}
STATEMENTS = st.builds(
    lambda say, action, resource, more: say(action, resource, **more),
    st.sampled_from([allow, allow, deny]),
    st.sampled_from([ASSUME, "sts:*", "s3:*"]),
    st.sampled_from(["*", ROLE, "arn:aws:iam::*:role/Pay*", "arn:aws:iam::*:role/Ta*"]),
    st.sampled_from([{}, MFA]),
)
DOCUMENTS = st.lists(STATEMENTS, max_size=4).map(lambda each: told(*each))


@pytest.mark.parametrize(
    ("statements", "answer"),
    [
        ([allow()], Doubt.NONE),
        ([allow(resource=ROLE)], Doubt.NONE),
        ([allow(resource=OTHER)], None),
        ([allow("sts:*", "arn:aws:iam::*:role/Payments*")], Doubt.NONE),
        ([allow(**MFA)], Doubt.CONDITION),
        ([allow(), deny(resource=ROLE)], None),
        ([allow(), deny(resource=OTHER)], Doubt.NONE),
        ([allow(), deny(**MFA)], Doubt.CONDITION),
        ([{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}], Doubt.NONE),
        ([{"Effect": "Allow", "NotAction": "sts:*", "Resource": "*"}], None),
        ([{"Effect": "Allow", "Action": ASSUME, "NotResource": ROLE}], None),
        ([allow(resource="arn:aws:iam::204411803391:role/${aws:username}")], 0),
        ([], None),
    ],
)
def test_it_says_whether_a_role_may_be_assumed(
    statements: list[dict[str, Any]], answer: Doubt | None
) -> None:
    assert Powers(told(*statements)).lets(ASSUME, ROLE) == answer


@given(DOCUMENTS)
def test_a_deny_wins_and_one_allow_without_condition_is_sure(found: Clauses) -> None:
    told_of_it = [each for each in found if each.names(ASSUME) and each.covers(ROLE)]
    allows = [each.is_conditional for each in told_of_it if each.is_allow]
    denies = [each.is_conditional for each in told_of_it if not each.is_allow]
    answer: Doubt | None = Doubt.CONDITION if all(allows) or denies else Doubt.NONE
    if not allows or not all(denies):
        answer = None
    assert Powers(found).lets(ASSUME, ROLE) == answer
    assert Powers(EVERYTHING, found, (found,)).lets(ASSUME, ROLE) == answer


def test_a_boundary_and_an_scp_must_let_it_too() -> None:
    whole = told(allow("*"))
    assert Powers(whole, told(allow("s3:*"))).lets(ASSUME, ROLE) is None
    assert Powers(whole, None, (told(allow("*"), deny()),)).lets(ASSUME, ROLE) is None
    assert Powers(whole, whole, (whole, whole)).lets(ASSUME, ROLE) is Doubt.NONE


def test_every_level_of_scps_must_let_it() -> None:
    whole, some = told(allow("*")), told(allow("s3:*"))
    for levels in ((whole, some), (some, whole), (whole, some, whole)):
        powers = Powers(whole, scps=levels)
        assert powers.lets(ASSUME, ROLE) is None
        assert powers.lets("s3:GetObject", "*") is Doubt.NONE
        assert not powers.act(ASSUME).is_open
        assert not uses_some(powers, ("sts:*",), "*")


def test_what_was_not_read_is_assumed_and_said() -> None:
    assert Powers(told(allow()), is_read=False).lets(ASSUME, ROLE) is Doubt.ASSUMED
    assert clauses(["no policy"]) == ((), False)


def test_an_admin_may_do_everything_within_its_boundary() -> None:
    whole = told(allow("*"))
    assert Powers(whole).is_admin
    assert not Powers(whole, told(allow("s3:*"))).is_admin
    assert not Powers(told(allow("s3:*"))).is_admin
    assert not Powers(whole, None, (told(allow("*"), deny("iam:*")),)).is_admin


def test_it_belongs_to_a_symbol_only_if_nothing_is_left_out() -> None:
    assert Powers(told(allow())).act(ASSUME).is_open
    assert not Powers(told(allow(resource=ROLE))).act(ASSUME).is_open
    assert not Powers(told(allow(), deny(resource=ROLE))).act(ASSUME).is_open


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ("s3:GetObject", EdgeKind.READ),
        ("s3:PutObject", EdgeKind.WRITE),
        ("s3:PutBucketPolicy", EdgeKind.ADMINISTER),
        ("*", EdgeKind.ADMINISTER),
        ("ec2:RunInstances", None),
    ],
)
def test_it_says_how_far_a_service_is_let(action: str, kind: EdgeKind | None) -> None:
    assert access(told(allow(action))[0], "s3") == kind


def test_some_of_the_actions_is_enough_to_use_a_resource() -> None:
    bucket = "arn:aws:s3:::pay-metrics"
    reader = Powers(told(allow("s3:Get*", f"{bucket}/*")))
    assert uses_some(reader, ("s3:GetObject", "s3:PutObject"), bucket)
    assert not uses_some(reader, ("s3:PutObject",), bucket)
    assert not uses_some(reader, ("s3:GetObject",), "arn:aws:s3:::other")
