from __future__ import annotations

import pytest

from accessmap.policy.kinds import PrincipalKind
from tests import cast
from tests.accessmap.policy.explain.grants import (
    GRANTS,
    IN_ORG,
    account,
    asks,
    trust,
    within,
)
from tests.accessmap.policy.rules.scene import said

KEN = (within(PrincipalKind.USER, cast.SHOP, "ken"), *IN_ORG)
ACCOUNT = (account(cast.SHOP), *IN_ORG)


def test_it_flags_a_person_with_a_password_alone():
    assert said("no-mfa", trust(*KEN)) == {}


@pytest.mark.parametrize(
    ("operator", "key", "value"),
    [
        ("Bool", "aws:multifactorauthpresent", "true"),
        ("NumericLessThan", "aws:multifactorauthage", "3600"),
        ("Null", "aws:multifactorauthage", "false"),
    ],
)
def test_mfa_answers_it(operator, key, value):
    assert said("no-mfa", trust(*KEN, asks(operator, key, value))) is None


@pytest.mark.parametrize(
    ("operator", "key", "value"),
    [
        ("BoolIfExists", "aws:multifactorauthpresent", "true"),
        ("Bool", "aws:multifactorauthpresent", "false"),
        ("Null", "aws:multifactorauthage", "true"),
    ],
)
def test_mfa_that_need_not_be_does_not(operator, key, value):
    assert said("no-mfa", trust(*KEN, asks(operator, key, value))) == {}


@pytest.mark.parametrize(
    ("operator", "key", "value", "is_flagged"),
    [
        ("StringEquals", "aws:username", "ken", True),
        ("ArnLike", "aws:principalarn", f"arn:aws:iam::{cast.SHOP}:user/*", True),
        ("StringEquals", "aws:principaltype", "User", True),
        ("ArnLike", "aws:principalarn", f"arn:aws:iam::{cast.SHOP}:role/*", False),
        ("StringEqualsIfExists", "aws:username", "ken", False),
        ("StringEquals", "sts:externalid", "k", False),
    ],
)
def test_an_account_is_people_where_only_users_may_come(
    operator, key, value, is_flagged
):
    found = said("no-mfa", trust(*ACCOUNT, asks(operator, key, value)))
    assert (found == {}) is is_flagged


@pytest.mark.parametrize("name", ["role: our role", "role: Okta", "role: vendor"])
def test_programs_and_sign_ins_elsewhere_are_not_asked(name):
    assert said("no-mfa", GRANTS[name]) is None
