"""What is granted to a whole account is the access of who in it is let use it."""

from __future__ import annotations

import json

import pytest

from accessmap.models import Grant, Resource
from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PolicyKind, PrincipalKind, Verdict, Zone
from reviews.errors import InConflict
from reviews.models import ReviewItem
from reviews.ways import MOST_STEPS, Ways
from tests.cast import DATA_LAKE, PAYMENTS, TANUKI
from tests.reviews.story import campaign, confirm, daichi, ken, owned_resource, rin
from tests.reviews.test_directory import RIN_ID, ROLE, assign, directory
from tests.rows import make_account, make_bucket, make_grant, make_resource
from tests.rows import make_snapshot as snapshot

pytestmark = pytest.mark.django_db

WHOLE = Principal(PrincipalKind.ACCOUNT, DATA_LAKE, DATA_LAKE)
RIN_BY_NAME = "Rin Ito (Identity Center)"


def policy(action: str, resource: str = "*") -> str:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def role(name: str, *allowed: str, account_id: str = DATA_LAKE) -> Resource:
    """A role whose own policies allow some actions."""
    made = make_resource(make_account(account_id), name=name)
    for each in allowed:
        snapshot(made, policy(each), kind=PolicyKind.INLINE, name=each)
    return made


def rin_is(*allowed: str) -> None:
    """Rin holds a role of the data lake by Identity Center; it may do ``allowed``."""
    directory(members=())
    assign(PrincipalKind.PERSON, RIN_ID)
    name = ROLE.rpartition("/")[2]
    held = make_resource(make_account(DATA_LAKE), name=name, arn=ROLE)
    for each in allowed:
        snapshot(held, policy(each), kind=PolicyKind.INLINE, name=each)


def to_whole(resource: Resource | None = None, **more: object) -> Grant:
    """What Rin owns, granted to the whole account of the data lake."""
    return make_grant(
        resource or owned_resource(),
        **{
            "principal": WHOLE,
            "verdict": Verdict.IN_ORG,
            "zone": Zone.ORGANIZATION,
            **more,
        },
    )


def test_who_holds_a_role_there_that_may_assume_it_could_use_it() -> None:
    rin_is("sts:AssumeRole")
    assert Ways().to(rin(), to_whole()) == (RIN_BY_NAME, ROLE)
    assert Ways().to(daichi(), to_whole()) is None


def test_who_holds_a_role_there_that_may_not_could_not() -> None:
    rin_is("s3:GetObject")
    assert Ways().to(rin(), to_whole()) is None


def test_a_bucket_is_theirs_who_may_do_there_what_is_granted() -> None:
    rin_is("s3:Get*")
    fields = {"policy_kind": PolicyKind.RESOURCE, "actions": ("s3:GetObject",)}
    assert Ways().to(rin(), to_whole(make_bucket(), **fields))
    writing = {**fields, "actions": ("s3:PutObject",)}
    assert Ways().to(rin(), to_whole(make_bucket(), **writing)) is None


def test_a_user_by_that_name_is_the_person_also_where_no_grant_names_them() -> None:
    directory(members=())
    user = make_resource(
        make_account(DATA_LAKE),
        name=rin().username,
        arn=f"arn:aws:iam::{DATA_LAKE}:user/team/{rin().username}",
        resource_type="AWS::IAM::User",
    )
    assert Ways().to(rin(), to_whole()) is None
    snapshot(user, policy("sts:*"), kind=PolicyKind.INLINE, name="sts")
    assert Ways().to(rin(), to_whole()) == (user.arn,)


def test_trust_in_a_whole_account_is_a_step_on_the_way() -> None:
    """Rin's role → a role that trusts its account → one that trusts the next's."""
    rin_is("sts:AssumeRole")
    middle = role("middle", "sts:AssumeRole", account_id=PAYMENTS)
    make_grant(middle, principal=WHOLE)
    last = role("last", account_id=PAYMENTS)
    make_grant(last, principal=Principal(PrincipalKind.ACCOUNT, PAYMENTS, PAYMENTS))
    granted = Principal(PrincipalKind.ROLE, last.arn, PAYMENTS)
    grant = make_grant(owned_resource(), principal=granted)
    assert Ways().to(rin(), grant) == (RIN_BY_NAME, ROLE, middle.arn, last.arn)


def test_a_step_whose_role_may_assume_nothing_leads_nowhere() -> None:
    rin_is("sts:AssumeRole")
    make_grant(role("middle", account_id=PAYMENTS), principal=WHOLE)
    make_grant(
        role("last", account_id=PAYMENTS),
        principal=Principal(PrincipalKind.ACCOUNT, PAYMENTS, PAYMENTS),
    )
    last = Principal(PrincipalKind.ROLE, f"arn:aws:iam::{PAYMENTS}:role/last", PAYMENTS)
    assert Ways().to(rin(), make_grant(owned_resource(), principal=last)) is None


def test_roles_that_trust_each_other_s_account_end() -> None:
    rin_is("sts:AssumeRole")
    for number in range(MOST_STEPS + 1):
        make_grant(role(f"turn-{number}", "sts:AssumeRole"), principal=WHOLE)
    assert Ways().to(daichi(), to_whole()) is None
    assert Ways().to(rin(), to_whole()) == (RIN_BY_NAME, ROLE)


def test_who_holds_many_roles_is_looked_up_all_the_same() -> None:
    """SQLite refuses a condition of more than a thousand parts."""
    rin_is("sts:AssumeRole")
    for number in range(600):
        make_grant(role(f"many-{number}"), principal=WHOLE)
    assert Ways().to(rin(), to_whole()) == (RIN_BY_NAME, ROLE)


def test_an_outsider_s_whole_account_is_nobody_s_here() -> None:
    rin_is("sts:AssumeRole")
    vendor = Principal(PrincipalKind.ACCOUNT, TANUKI, TANUKI)
    assert Ways().to(rin(), to_whole(principal=vendor)) is None


def test_whoever_could_use_it_is_not_asked_and_may_not_decide() -> None:
    ken()
    rin_is("sts:AssumeRole")
    grant = to_whole()
    asked = campaign(0).items.get(grant=grant)
    assert asked.reviewer != rin()
    assert ROLE in asked.resolved_from
    ReviewItem.objects.filter(pk=asked.pk).update(reviewer=rin())
    with pytest.raises(InConflict, match=r"This is your own access.*AWSReservedSSO"):
        confirm(ReviewItem.objects.get(pk=asked.pk))
