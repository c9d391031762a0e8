from __future__ import annotations

from accessmap.policy.kinds import PolicyKind
from tests import cast
from tests.accessmap.policy.explain.grants import GRANTS, VENDOR, asks, trust
from tests.accessmap.policy.rules.scene import said


def test_it_flags_a_foreign_account_trusted_whole():
    assert said("whole-account", GRANTS["role: vendor"]) == {"account": cast.TANUKI}
    assert said("whole-account", GRANTS["key: decrypt"]) == {"account": cast.TANUKI}


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
