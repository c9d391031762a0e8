from __future__ import annotations

import pytest

from accessmap.graph.organization import organization
from accessmap.graph.overview import (
    BUNDLES_AT_MOST,
    Cell,
    in_cells,
    is_large,
    overview,
)
from accessmap.graph.reading import State
from accessmap.graph.seen import Seen
from accessmap.models import Account, Grant, Outcome
from tests.kitsune import IDS, settle
from tests.rows import THEN, make_coverage, make_unit

pytestmark = pytest.mark.django_db


def crowd(count: int) -> None:
    settle()
    units = [make_unit(name) for name in ("Data", "Sandbox", "Staging")]
    Account.objects.bulk_create(
        Account(
            account_id=f"9{number:011}",
            name=f"crowd-{number}",
            unit=units[number % 3],
            first_seen_at=THEN,
        )
        for number in range(count)
    )


def test_a_small_organization_is_shown_account_by_account() -> None:
    settle()
    assert not is_large(organization())


def test_a_large_one_is_shown_as_units_with_cells() -> None:
    crowd(900)
    assert is_large(organization())
    picture = overview(Seen(Grant.objects.all()), organization())
    assert picture["view"] == "units"
    assert picture["cell"] == 2
    assert picture["towns"] == []
    assert 400 < len(picture["cells"]) <= 600


def test_no_more_is_drawn_than_can_be_read_and_the_rest_is_counted() -> None:
    crowd(300)
    picture = overview(Seen(Grant.objects.all()), organization())
    assert len(picture["edges"]) <= BUNDLES_AT_MOST
    assert picture["unseen"] >= 0
    assert picture["pairs"] >= len(picture["edges"])


def test_the_riskiest_cells_come_first_and_unread_ones_are_marked() -> None:
    crowd(300)
    picture = overview(Seen(Grant.objects.all()), organization())
    heat = {cell["heat"] for cell in picture["cells"]}
    assert "public" in heat
    assert "unread" in heat


def test_a_cell_tells_of_the_worst_reading_beside_the_worst_grant() -> None:
    crowd(300)
    make_coverage(account_id=IDS["data-lake"], collector="s3", outcome=Outcome.DENIED)
    picture = overview(Seen(Grant.objects.all()), organization())
    assert picture["cell"] == 1
    told = {(cell["heat"], cell["reading"]) for cell in picture["cells"]}
    assert {("public", "partial"), ("unread", "unread"), ("", "complete")} <= told
    crowd_twice = [Cell("", State.COMPLETE), Cell("", State.UNREAD)]
    assert list(in_cells(crowd_twice, 2)) == [Cell("", State.UNREAD)]


def test_edges_run_between_groups_and_units() -> None:
    crowd(300)
    picture = overview(Seen(Grant.objects.all()), organization())
    places = {each["id"] for each in picture["territories"] + picture["parties"]}
    for edge in picture["edges"]:
        assert edge["source"] in places
        assert edge["target"] in places
        assert len(edge["way"]) > 1
