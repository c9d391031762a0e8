from __future__ import annotations

from collections.abc import Mapping

import pytest

from accessmap.derive.users import users_of_roles
from accessmap.models import Outcome, Resource
from accessmap.models.newest import Newest
from tests import rows, sightings
from tests.cast import PAYMENTS, SHOP, TANUKI

pytestmark = pytest.mark.django_db
HISTORY = {"collector": "event_history", "service": "cloudtrail"}
SUPPORT = f"arn:aws:iam::{TANUKI}:user/support"


def users() -> Mapping[str, frozenset[str]]:
    return users_of_roles(Newest(), PAYMENTS, SHOP).get(PAYMENTS, {})


@pytest.fixture(autouse=True)
def _read() -> None:
    sightings.make_history()
    rows.make_coverage(region="eu-west-1", **HISTORY)


def test_callers_are_told_by_arn() -> None:
    role = rows.make_resource()
    ours = rows.make_resource(rows.make_account(SHOP), unique_id="AROA3DEPLOY")
    sightings.make_use(role, "AROA3DEPLOY", account=SHOP)
    sightings.make_use(role, SUPPORT)
    assert users() == {role.arn: {ours.arn, SUPPORT}}


def test_a_role_with_a_caller_nobody_can_name_is_left_out() -> None:
    role = rows.make_resource()
    sightings.make_use(role, SUPPORT)
    sightings.make_use(role, "AROA3STRANGER")
    assert users() == {}


def test_of_a_history_read_in_part_nobody_says_who_alone_it_was() -> None:
    role = rows.make_resource()
    sightings.make_use(role, SUPPORT)
    assert users()
    Resource.objects.filter(collector="event_history").update(
        facts={"since": "2026-11-20"}
    )
    assert users() == {}


def test_nor_where_one_region_of_it_could_not_be_read() -> None:
    role = rows.make_resource()
    sightings.make_use(role, SUPPORT)
    rows.make_coverage(region="us-east-1", outcome=Outcome.DENIED, **HISTORY)
    assert users() == {}
