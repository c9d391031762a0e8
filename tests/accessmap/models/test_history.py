from __future__ import annotations

import pytest

from accessmap.models import Outcome
from accessmap.models.history import whole_histories, whole_roles
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


def told(region: str, *roles: str) -> None:
    history = sightings.make_history(region=region, since="2026-11-20")
    history.facts = {**history.facts, "whole_roles": [*roles]}
    history.save()


def test_of_a_busy_account_some_roles_are_known_in_every_region() -> None:
    told("eu-west-1", "a", "b")
    told("us-east-1", "b", "c")
    sightings.make_history(region="eu-north-1")  # all of this one was read
    rows.make_coverage(collector="event_history")
    assert whole_roles(Newest(), PAYMENTS) == {"b"}


def test_where_a_region_was_not_read_no_role_is_known() -> None:
    told("eu-west-1", "a")
    rows.make_coverage(collector="event_history")
    rows.make_coverage(
        collector="event_history", region="us-east-1", outcome=Outcome.DENIED
    )
    assert whole_roles(Newest(), PAYMENTS) == frozenset()
