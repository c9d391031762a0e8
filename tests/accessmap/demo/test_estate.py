"""What is declared is consistent in itself."""

from __future__ import annotations

from collections import Counter

from moto import mock_aws

from accessmap.demo import accounts, later, moto_seed, moto_shared
from accessmap.demo.buckets import BUCKETS
from accessmap.demo.controls import CONTROLS
from accessmap.demo.findings import FINDINGS, FINDINGS_OF_KEYS
from accessmap.demo.keys import KEYS
from accessmap.demo.lent import LENT
from accessmap.demo.moto_lent import MAKERS, UNSERVED
from accessmap.demo.policies import AWS_MANAGED, KITSUNE_MANAGED
from accessmap.demo.roles_everywhere import everywhere
from accessmap.demo.roles_federated import FEDERATED
from accessmap.demo.roles_inside import INSIDE
from accessmap.demo.roles_outside import OUTSIDE
from accessmap.demo.shapes import TOKYO
from accessmap.demo.shared import PORTFOLIOS
from tests import cast

ROLES = (*everywhere(), *OUTSIDE, *FEDERATED, *INSIDE)
OURS = {each.id for each in accounts.ACCOUNTS}


def test_it_is_the_organization_the_tests_speak_of():
    assert accounts.ORGANIZATION == cast.ORGANIZATION
    assert {cast.MANAGEMENT, cast.PAYMENTS, cast.DATA_LAKE, cast.OLD_POS} <= OURS
    assert accounts.NAMES[cast.PAYMENTS] == "payments-prod"
    assert not {cast.TANUKI, cast.KUMO, cast.HAYABUSA, cast.KAPPA} & OURS


def test_every_account_has_a_unit_and_one_id():
    assert len(OURS) == len(accounts.ACCOUNTS)
    for account in accounts.ACCOUNTS:
        assert account.unit in {"", *accounts.UNITS}, account.name


def test_no_role_bucket_or_key_is_declared_twice():
    names = Counter((each.account, each.name) for each in ROLES)
    names += Counter((each.account, each.name) for each in BUCKETS)
    names += Counter((each.account, each.alias) for each in KEYS)
    names += Counter((each.account, f"{each.kind} {each.name}") for each in LENT)
    assert [name for name, count in names.items() if count > 1] == []


def test_everything_stands_in_an_account_of_ours():
    for each in (*ROLES, *BUCKETS, *KEYS, *KITSUNE_MANAGED, *LENT, *FINDINGS):
        assert each.account in OURS


def test_every_policy_that_a_role_attaches_exists():
    local = {(each.account, each.name) for each in KITSUNE_MANAGED}
    for role in ROLES:
        for name in filter(None, (*role.attached, role.boundary)):
            assert name in AWS_MANAGED or (role.account, name) in local, role.name


def test_controls_bind_units_that_exist():
    for control in CONTROLS:
        assert set(control.targets) <= {"/", *accounts.UNITS, *OURS}


def test_findings_are_about_what_is_declared():
    arns = {
        f"arn:aws:iam::{each.account}:role{each.path}{each.name}" for each in ROLES
    } | {f"arn:aws:s3:::{each.name}" for each in BUCKETS}
    unknown = [each for each in FINDINGS if each.resource not in arns]
    assert [each.status for each in unknown] == ["RESOLVED"]
    declared = {(each.account, each.alias) for each in KEYS}
    assert {(account, alias) for account, alias, _ in FINDINGS_OF_KEYS} <= declared


def test_what_changes_later_was_there_before():
    names = {(each.account, each.name) for each in ROLES}
    assert set(later.REMOVED_ROLES) <= names
    assert {(account, name) for account, name, _ in later.CHANGED_TRUST} <= names
    new = {(each.account, each.name) for each in later.NEW_ROLES}
    assert not new & names
    assert later.LEFT in OURS
    assert later.JOINED.id not in OURS


def test_everything_lent_is_of_a_kind_that_can_be_made():
    assert {each.kind for each in LENT} <= MAKERS.keys() | UNSERVED.keys()


def test_what_is_shared_has_the_same_identifiers_at_each_start():
    found = []
    for _start in range(2):
        with mock_aws():
            moto_shared.share()
            shares = moto_seed.backend("ram", accounts.NETWORK_HUB, TOKYO)
            catalog = moto_seed.backend("servicecatalog", PORTFOLIOS[0][0], TOKYO)
            found.append(
                [each.arn for each in shares.resource_shares]
                + [each.arn for each in catalog.portfolios.values()]
            )
    assert found[0] == found[1]
    assert len(found[0]) > 1
