"""The powers of a few callers are what the whole account's gathering says of them."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accessmap.policy.kinds import PolicyKind
from accessmap.reach.callers import callers_named, powers_of_some
from accessmap.reach.gather import powers_of
from accessmap.reach.kinds import Doubt
from accessmap.reach.powers import ASSUME
from tests.cast import DATA_LAKE, PAYMENTS
from tests.rows import make_account, make_resource, make_snapshot

pytestmark = pytest.mark.django_db

BOUNDARY = f"arn:aws:iam::{PAYMENTS}:policy/limit"


def allow(*actions: str) -> dict[str, object]:
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [statement]}


def organization() -> None:
    """Roles and a user with everything that limits them, in two accounts."""
    make_account(PAYMENTS, scps=[{"only": json.dumps(allow("sts:*", "s3:*"))}])
    make_account(DATA_LAKE, scps=[{"broken": "no policy"}])
    inline = {"kind": PolicyKind.INLINE}
    make_snapshot(make_resource(name="plain"), allow("*"), **inline)
    limited = make_resource(name="limited", facts={"boundary": BOUNDARY})
    make_snapshot(limited, allow("sts:*"), **inline)
    limit = make_resource(
        name="limit", arn=BOUNDARY, resource_type="AWS::IAM::ManagedPolicy"
    )
    make_snapshot(limit, allow("s3:*"), kind=PolicyKind.MANAGED)
    aws = {"boundary": "arn:aws:iam::aws:policy/Elsewhere"}
    make_snapshot(make_resource(name="unread", facts=aws), allow("*"), **inline)
    make_resource(
        name="rin",
        arn=f"arn:aws:iam::{PAYMENTS}:user/a/rin",
        resource_type="AWS::IAM::User",
        facts={"groups": ["admins", "gone"]},
    )
    group = make_resource(
        name="admins",
        arn=f"arn:aws:iam::{PAYMENTS}:group/admins",
        resource_type="AWS::IAM::Group",
    )
    make_snapshot(group, allow("sts:AssumeRole"), **inline)
    other = make_resource(make_account(DATA_LAKE), name="plain")
    make_snapshot(other, allow("*"), **inline)


def test_they_are_the_same_as_of_the_whole_account() -> None:
    organization()
    names = ("plain", "limited", "unread", "rin")
    wanted = {(PAYMENTS, name) for name in names} | {(DATA_LAKE, "plain")}
    found = powers_of_some(callers_named(wanted))
    assert len(found) == 5
    assert found == {**powers_of(PAYMENTS), **powers_of(DATA_LAKE)}
    told = {
        arn.rpartition(":")[2]: each.lets(ASSUME, "*") for arn, each in found.items()
    }
    assert told["user/a/rin"] is Doubt.NONE
    assert told["role/limited"] is None


def test_only_who_was_asked_for_is_found_and_only_while_they_are() -> None:
    organization()
    assert callers_named({(DATA_LAKE, "limited")}) == []
    [found] = callers_named({(DATA_LAKE, "plain")})
    assert found.account_id == DATA_LAKE


def test_many_need_no_more_queries_than_one() -> None:
    organization()
    names = ("plain", "limited", "unread", "rin")
    with CaptureQueriesContext(connection) as captured:
        powers_of_some(callers_named({(PAYMENTS, name) for name in names}))
    assert len(captured) == 5
