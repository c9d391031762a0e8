from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from accessmap.derive.grants import Derived, derive_accounts
from accessmap.derive.standing import standings
from accessmap.derive.zone import World
from accessmap.models import Derivation, Grant
from accessmap.policy.kinds import PolicyKind
from tests import rows
from tests.cast import PAYMENTS, SHOP, TANUKI

pytestmark = pytest.mark.django_db
NOBODY = "000000000000"


def furnish() -> None:
    """Two accounts with a role each that lets a vendor in."""
    for account_id in (PAYMENTS, SHOP):
        rows.make_snapshot(rows.make_resource(rows.make_account(account_id)))


def test_each_account_stands_for_itself() -> None:
    furnish()
    rows.make_coverage(collector="trails", region="")
    with transaction.atomic():
        found = standings(rows.first_crawl(), [SHOP, PAYMENTS, NOBODY])
    assert list(found) == [SHOP, PAYMENTS, NOBODY]
    for account_id in (PAYMENTS, SHOP):
        mine = found[account_id]
        assert mine.account is not None
        assert mine.account.account_id == account_id
        [(_pk, resource, kind)] = mine.snapshots
        assert kind == PolicyKind.TRUST
        assert [row[0] for row in mine.resources] == [resource]
        assert f":{account_id}:" in mine.resources[0][3]
    assert found[PAYMENTS].is_logged is False
    assert found[SHOP].is_logged is None  # nobody looked
    assert found[NOBODY].account is None
    assert not found[NOBODY].resources


def test_many_accounts_are_derived_as_each_by_itself() -> None:
    furnish()
    crawl = rows.first_crawl()
    assert derive_accounts(crawl, [SHOP, PAYMENTS], world=World.now()).began == 2
    assert {each.resource.account_id for each in Grant.objects.all()} == {
        SHOP,
        PAYMENTS,
    }
    assert Grant.objects.filter(principal_account=TANUKI).count() == 2
    kept = derive_accounts(crawl, [SHOP, PAYMENTS], world=World.now())
    assert kept == Derived(kept=2)
    assert Derivation.objects.count() == 2


def test_more_accounts_that_did_not_change_need_no_more_queries(
    django_assert_max_num_queries: Any,
) -> None:
    furnish()
    crawl, world = rows.first_crawl(), World.now()
    derive_accounts(crawl, [SHOP, PAYMENTS], world=world)
    with django_assert_max_num_queries(20) as one:
        derive_accounts(crawl, [SHOP], world=world)
    with django_assert_max_num_queries(len(one)):
        derive_accounts(crawl, [SHOP, PAYMENTS], world=world)
