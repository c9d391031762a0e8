from __future__ import annotations

import pytest

from accessmap.derive.grants import Derived
from accessmap.derive.rederive import rederive
from accessmap.models import Crawl
from tests import rows
from tests.cast import PAYMENTS, SHOP

pytestmark = pytest.mark.django_db


def test_it_derives_every_account_and_then_changes_nothing() -> None:
    rows.make_snapshot()
    rows.make_snapshot(rows.make_resource(rows.make_account(SHOP)))
    first, second = dict(rederive()), dict(rederive())
    assert first == {PAYMENTS: Derived(began=1), SHOP: Derived(began=1)}
    assert second == {PAYMENTS: Derived(kept=1), SHOP: Derived(kept=1)}


def test_it_can_be_confined_to_an_account() -> None:
    rows.make_snapshot()
    rows.make_snapshot(rows.make_resource(rows.make_account(SHOP)))
    assert [account for account, _done in rederive([SHOP])] == [SHOP]


def test_without_a_finished_crawl_there_is_nothing_to_derive() -> None:
    rows.make_snapshot(began_crawl=rows.make_crawl(Crawl.State.RUNNING))
    assert list(rederive()) == []
