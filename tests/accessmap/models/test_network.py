from __future__ import annotations

from datetime import timedelta

import pytest

from accessmap.models import network_links
from tests.cast import DATA_LAKE, KAPPA, PAYMENTS, SHOP
from tests.rows import THEN
from tests.sightings import make_link

pytestmark = pytest.mark.django_db
LATER = THEN + timedelta(days=1)


def test_a_link_that_both_sides_tell_of_is_one() -> None:
    make_link(PAYMENTS, SHOP, told_by=PAYMENTS, name="pcx-1")
    make_link(PAYMENTS, SHOP, told_by=SHOP, name="pcx-1")

    [link] = network_links()

    assert link.told_by == {PAYMENTS, SHOP}
    assert link.is_open
    assert link.is_cross_account
    assert link.other_end(SHOP).account_id == PAYMENTS


def test_an_account_has_the_links_that_others_tell_of() -> None:
    make_link(PAYMENTS, KAPPA, told_by=PAYMENTS, name="pcx-1")
    make_link(PAYMENTS, SHOP, told_by=PAYMENTS, name="pcx-2")

    assert [each.id for each in network_links(account_id=KAPPA)] == ["pcx-1"]
    assert [each.id for each in network_links(account_id=PAYMENTS)] == [
        "pcx-1",
        "pcx-2",
    ]
    assert network_links(account_id=DATA_LAKE) == []


def test_a_link_that_ended_stood_until_then() -> None:
    row = make_link(PAYMENTS, SHOP, told_by=PAYMENTS, name="pcx-1")
    row.ended_at = LATER
    row.save()

    assert network_links() == []
    assert [each.id for each in network_links(at=THEN)] == ["pcx-1"]
    assert network_links(at=LATER) == []


def test_one_that_nobody_accepted_carries_nothing() -> None:
    make_link(
        PAYMENTS, SHOP, told_by=PAYMENTS, name="pcx-1", state="pending-acceptance"
    )

    [link] = network_links()
    assert not link.is_open


def test_a_link_within_an_account_leaves_none() -> None:
    make_link(PAYMENTS, PAYMENTS, told_by=PAYMENTS, name="pcx-1")

    [link] = network_links()
    assert not link.is_cross_account
