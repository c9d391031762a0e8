from __future__ import annotations

import pytest

from accessmap.derive.users import users_of_roles
from tests import rows, sightings
from tests.cast import PAYMENTS, SHOP, TANUKI

pytestmark = pytest.mark.django_db
SUPPORT = f"arn:aws:iam::{TANUKI}:user/support"


def test_callers_are_told_by_arn() -> None:
    role = rows.make_resource()
    ours = rows.make_resource(rows.make_account(SHOP), unique_id="AROA3DEPLOY")
    sightings.make_use(role, "AROA3DEPLOY", account=SHOP)
    sightings.make_use(role, SUPPORT)
    assert users_of_roles(PAYMENTS) == {role.arn: {ours.arn, SUPPORT}}


def test_a_role_with_a_caller_nobody_can_name_is_left_out() -> None:
    role = rows.make_resource()
    sightings.make_use(role, SUPPORT)
    sightings.make_use(role, "AROA3STRANGER")
    assert users_of_roles(PAYMENTS) == {}
