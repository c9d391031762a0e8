from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from accessmap.derive.owners import note_owners
from accessmap.derive.zone import (
    World,
    canonical_ids,
    sensitive_accounts,
    zone_of_trust,
)
from accessmap.models import Snapshot
from accessmap.policy.kinds import PolicyKind
from tests import rows
from tests.cast import KAPPA, MANAGEMENT, ORGANIZATION, PAYMENTS, SECURITY, SHOP

pytestmark = pytest.mark.django_db


def acl(account_id: str, owner: str) -> None:
    bucket = rows.make_bucket(rows.make_account(account_id))
    rows.make_snapshot(bucket, {"Owner": {"ID": owner}}, kind=PolicyKind.ACL)
    note_owners()


def test_members_are_inside_and_who_left_is_former() -> None:
    unit = rows.make_unit()
    rows.make_account(MANAGEMENT)
    rows.make_account(PAYMENTS, unit=unit)
    rows.make_account(KAPPA, left_at=rows.THEN)
    zone = zone_of_trust()
    assert zone.organization_id == ORGANIZATION
    assert zone.accounts == {MANAGEMENT, PAYMENTS}
    assert zone.former_accounts == {KAPPA}
    assert zone.management_account == MANAGEMENT
    assert zone.paths == {PAYMENTS: unit.path}


def test_an_acl_tells_the_canonical_id_of_its_account() -> None:
    acl(PAYMENTS, "c0ffee")
    assert canonical_ids() == {"c0ffee": PAYMENTS}


def test_an_id_that_two_accounts_claim_names_neither_but_oneself() -> None:
    acl(PAYMENTS, "c0ffee")
    acl(SHOP, "c0ffee")
    assert canonical_ids() == {}
    assert canonical_ids(SHOP) == {"c0ffee": SHOP}


def test_an_acl_that_is_no_json_tells_nothing() -> None:
    rows.make_snapshot(rows.make_bucket(), "<xml/>", kind=PolicyKind.ACL)
    note_owners()
    assert canonical_ids() == {}


def test_management_and_the_security_unit_are_sensitive() -> None:
    rows.make_account(MANAGEMENT)
    rows.make_account(SECURITY, unit=rows.make_unit("Security"))
    rows.make_account(PAYMENTS, unit=rows.make_unit("Production"))
    assert sensitive_accounts() == {MANAGEMENT, SECURITY}


def test_the_world_is_read_in_two_queries_however_many_there_are(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """Each account that is derived reads it: what grows with all would grow squared."""
    rows.make_account(PAYMENTS)
    acl(SHOP, "c0ffee")
    rows.make_account(KAPPA, left_at=rows.THEN)
    with django_assert_num_queries(2):
        world = World.now()
    assert world.seen_from("").canonical_ids == {"c0ffee": SHOP}
    assert world.zone.former_accounts == {KAPPA}


def test_an_account_whose_buckets_are_gone_has_no_canonical_id() -> None:
    acl(PAYMENTS, "c0ffee")
    Snapshot.objects.update(ended_at=rows.THEN)
    note_owners(SHOP)
    assert canonical_ids() == {"c0ffee": PAYMENTS}
    note_owners(PAYMENTS)
    assert canonical_ids() == {}
