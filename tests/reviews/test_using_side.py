"""The side that uses a grant is asked by its own tags, or it is said that it is not."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accessmap.models import Account
from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PolicyKind, PrincipalKind, Verdict, Zone
from reviews.lifecycle import Rule, Side
from reviews.models import ReviewItem
from reviews.operations.open_campaign import Policy
from reviews.principals import Principals
from tests.cast import DAICHI, DATA_LAKE
from tests.reviews.story import (
    campaign,
    daichi,
    ken,
    owned_resource,
    read_completely,
    rin,
    two_sided_grant,
)
from tests.rows import make_account, make_grant, make_resource, make_snapshot

pytestmark = pytest.mark.django_db

UNASKED = "Nobody was asked for the side that uses it"


def page(asked: ReviewItem) -> str:
    client = Client()
    client.force_login(asked.reviewer)
    return client.get(asked.get_absolute_url()).content.decode()


def test_the_tags_of_the_role_that_uses_it_name_who_is_asked() -> None:
    grant = two_sided_grant()
    Account.objects.filter(account_id=DATA_LAKE).update(tags={})
    make_resource(make_account(DATA_LAKE), arn=grant.principal, tags={"owner": DAICHI})
    using = campaign(0).items.get(side=Side.USING)
    assert (using.reviewer, using.resolved_by) == (daichi(), Rule.RESOURCE_TAG)
    granting = using.campaign.items.get(side=Side.GRANTING)
    assert UNASKED not in page(granting)


def test_where_nobody_owns_it_the_item_says_that_nobody_was_asked() -> None:
    two_sided_grant()
    Account.objects.filter(account_id=DATA_LAKE).update(tags={})
    asked = campaign(0).items.get()
    assert asked.circumstances["using_unasked"] == "no-owner"
    assert f"{UNASKED}, as no rule names its owner." in page(asked)


def test_where_its_owner_could_use_it_the_item_says_so() -> None:
    """Daichi can be a user of that account who may become the role."""
    rin(), daichi(), ken()
    read_completely()
    lake = make_account(DATA_LAKE, tags={"Owner": DAICHI})
    user = make_resource(
        lake,
        name=DAICHI,
        arn=f"arn:aws:iam::{DATA_LAKE}:user/{DAICHI}",
        resource_type="AWS::IAM::User",
    )
    allow = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}
    text = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
    make_snapshot(user, text, kind=PolicyKind.INLINE, name="sts")
    make_grant(
        owned_resource(),
        principal=Principal(PrincipalKind.ACCOUNT, DATA_LAKE, DATA_LAKE),
        verdict=Verdict.IN_ORG,
        zone=Zone.ORGANIZATION,
    )
    asked = campaign(0, limitation="The lake was not read.").items.get()
    assert asked.circumstances["using_unasked"] == "unable"
    assert f"{UNASKED}: whoever the rules name" in page(asked)


def test_a_review_of_one_side_and_an_outsider_s_grant_say_nothing_of_it() -> None:
    two_sided_grant()
    Account.objects.filter(account_id=DATA_LAKE).update(tags={})
    asked = campaign(1, policy=Policy(is_two_sided=False)).items.all()
    assert not any("using_unasked" in each.circumstances for each in asked)
    outside = campaign(0, name="Both").items.filter(verdict=Verdict.EXTERNAL).get()
    assert "using_unasked" not in outside.circumstances


def test_many_principals_are_looked_up_in_one_query() -> None:
    found = [make_grant(principal=_role(number)) for number in range(3)]
    make_resource(make_account(DATA_LAKE), arn=_role(1).id, tags={"owner": DAICHI})
    principals = Principals()
    with CaptureQueriesContext(connection) as captured:
        principals.learn(found)
        told = [principals.tags(each) for each in found]
    assert told == [{}, {"owner": DAICHI}, {}]
    assert len(captured) == 1


def _role(number: int) -> Principal:
    arn = f"arn:aws:iam::{DATA_LAKE}:role/etl-{number}"
    return Principal(PrincipalKind.ROLE, arn, DATA_LAKE)
