from __future__ import annotations

import pytest

from accessmap.models.history import whole_histories
from accessmap.models.newest import Newest
from tests import rows, sightings
from tests.cast import PAYMENTS, SHOP

pytestmark = pytest.mark.django_db


def test_each_account_is_told_by_itself() -> None:
    for account_id, since in ((PAYMENTS, ""), (SHOP, "2026-11-20")):
        sightings.make_history(account_id, since=since)
        rows.make_coverage(account_id=account_id, collector="event_history")
    assert whole_histories(Newest()) == {PAYMENTS: True, SHOP: False}
    assert whole_histories(Newest(), SHOP) == {SHOP: False}


def test_one_region_is_enough_to_cut_it() -> None:
    sightings.make_history()
    sightings.make_history(region="us-east-1", since="2026-11-20")
    rows.make_coverage(collector="event_history")
    assert whole_histories(Newest()) == {PAYMENTS: False}


def test_where_nobody_looked_nothing_is_said() -> None:
    rows.make_coverage(collector="event_history")
    assert whole_histories(Newest()) == {}
