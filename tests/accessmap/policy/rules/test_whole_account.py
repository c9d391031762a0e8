from __future__ import annotations

from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PolicyKind, PrincipalKind
from tests import cast
from tests.accessmap.policy.explain.grants import GRANTS, VENDOR, asks, trust
from tests.accessmap.policy.explain.makers import EXTERNAL, bucket
from tests.accessmap.policy.rules.scene import said


def test_it_flags_a_foreign_account_trusted_whole():
    assert said("whole-account", GRANTS["role: vendor"]) == {"account": cast.TANUKI}
    assert said("whole-account", GRANTS["key: decrypt"]) == {"account": cast.TANUKI}


def test_it_flags_a_foreign_organization_and_what_is_below_it():
    other = GRANTS["role: another organization"]
    assert said("whole-account", other) == {"account": "o-zzzzyyyy99"}
    unit = Principal(PrincipalKind.UNIT, "o-zzzzyyyy99/r-z/ou-z-1/")
    assert said("whole-account", trust(unit, *EXTERNAL)) == {"account": unit.id}


def test_it_flags_an_account_by_its_canonical_id():
    stranger = Principal(PrincipalKind.CANONICAL, "79a59d" + "0" * 58)
    grant = bucket("s3:GetObject", (stranger, *EXTERNAL))
    assert said("whole-account", grant) == {"account": stranger.id}


def test_our_own_organization_is_not_foreign():
    assert said("whole-account", GRANTS["role: whole organization"]) is None


def test_one_role_of_it_is_enough():
    assert said("whole-account", GRANTS["role: a role of the vendor"]) is None
    arn = f"arn:aws:iam::{cast.TANUKI}:role/poller"
    narrowed = trust(*VENDOR, asks("ArnEquals", "aws:principalarn", arn))
    assert said("whole-account", narrowed) is None


def test_what_can_only_be_shared_with_accounts_is_not_blamed_for_it():
    shared = GRANTS["key: decrypt"]._replace(policy_kind=PolicyKind.SHARE)
    assert said("whole-account", shared) is None


def test_our_own_accounts_are_not_foreign():
    assert said("whole-account", GRANTS["role: our account"]) is None
