from __future__ import annotations

import gzip
import json
import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from accessmap.graph.account_graph import account_graph, in_columns
from accessmap.graph.bundles import Bundle
from accessmap.graph.land import Settler, Unit
from accessmap.graph.layout import lay_out
from accessmap.graph.organization import organization
from accessmap.graph.overview import homes, overview
from accessmap.graph.parties import Group, Party
from accessmap.graph.seen import Seen
from accessmap.models import Account, Grant, Outcome
from tests.accessmap.graph import columns_read
from tests.accessmap.graph.lands import THEN, settlers, with_newcomer
from tests.accessmap.graph.test_overview import crowd
from tests.kitsune import IDS, settle
from tests.rows import make_coverage

ACCOUNTS, PAIRS = 5_000, 40_000
VERDICTS = ("external", "in-org", "in-org", "federated", "service", "organization")
WORDS = ("payments", "data", "lake", "sandbox", "checkout", "search", "ledger", "ml")


def large() -> tuple[Unit, dict[str, str], list[Bundle]]:
    """Five thousand accounts in eight units, forty thousand pairs; ids at random."""
    draw = random.Random(5)
    ids = [f"{draw.randrange(10**11, 10**12)}" for _ in range(ACCOUNTS)]
    names = {
        each: f"{draw.choice(WORDS)}-{draw.choice(WORDS)}-{draw.randrange(1000)}"
        for each in ids
    }
    units = tuple(
        Unit(
            f"ou-{number}",
            f"Unit {number}",
            tuple(Settler(each, THEN) for each in ids[number::8]),
        )
        for number in range(8)
    )
    vendors = [
        Party(f"{draw.randrange(10**11, 10**12)}", Group.VENDORS, f"Vendor {number}")
        for number in range(100)
    ]
    sources = [*vendors, *(Party(each, Group.HOME) for each in ids)]
    pairs: dict[tuple[str, str], Bundle] = {}
    while len(pairs) < PAIRS:
        source, target = draw.choice(sources), draw.choice(ids)
        held = {draw.choice(VERDICTS): min(9, int(draw.expovariate(0.5)) + 1)}
        if source.id != target:
            pairs[source.id, target] = Bundle(source, target, held)
    return Unit("r-root", "Root", (), units), names, list(pairs.values())


def test_five_thousand_accounts_and_forty_thousand_pairs_fit_in_250_kilobytes() -> None:
    root, names, bundles = large()
    graph = in_columns(root, bundles, dict.fromkeys(names, ""), names, {})
    body = gzip.compress(json.dumps(graph, separators=(",", ":")).encode(), 9)
    assert len(graph["accounts"]["id"]) == ACCOUNTS
    assert len(graph["edges"]["to"]) == PAIRS
    assert len(body) <= 250_000


def test_it_says_exactly_what_the_rows_say() -> None:
    root, names, bundles = large()
    graph = json.loads(
        json.dumps(in_columns(root, bundles, dict.fromkeys(names, ""), names, {}))
    )
    assert columns_read.edges(graph) == {
        (each.source.id, each.target): (each.held, each.blocked, each.changes)
        for each in bundles
    }


@pytest.mark.django_db
def test_it_has_every_edge_of_the_rows_with_its_names() -> None:
    settle()
    seen = Seen(Grant.objects.current())
    graph = account_graph(seen, organization())
    expected = {
        (each.source.id, each.target): (each.held, each.blocked, each.changes)
        for each in seen.edges()
    }
    assert expected
    assert columns_read.edges(graph) == expected
    named = dict(zip(graph["accounts"]["id"], graph["accounts"]["name"], strict=True))
    assert named == dict(Account.objects.present().values_list("account_id", "name"))


@pytest.mark.django_db
def test_a_small_organization_stands_where_the_picture_has_it() -> None:
    settle()
    graph = account_graph(Seen(Grant.objects.current()), organization())
    towns = lay_out(organization()).towns
    for account_id, at in columns_read.spots(graph).items():
        assert at == pytest.approx(towns[account_id], abs=0.3)


@pytest.mark.django_db
def test_in_a_large_one_each_account_has_a_place_of_its_own_in_its_unit() -> None:
    crowd(900)
    seen = Seen(Grant.objects.current())
    graph = account_graph(seen, organization())
    boxes = {
        each["unit"]: each for each in overview(seen, organization())["territories"]
    }
    spots = columns_read.spots(graph)
    assert len(set(spots.values())) == len(graph["accounts"]["id"]) > 900
    for account_id, unit in zip(
        graph["accounts"]["id"], graph["accounts"]["unit"], strict=True
    ):
        box = boxes[graph["units"]["id"][unit]]
        x, y = spots[account_id]
        assert box["x"] < x < box["x"] + box["w"]
        assert box["y"] < y < box["y"] + box["h"]


def spots(land: Unit) -> dict[str, Any]:
    ids = [account_id for account_id, _unit in homes(land)]
    return columns_read.spots(in_columns(land, [], dict.fromkeys(ids, ""), {}, {}))


def test_who_comes_later_moves_nobody_while_there_is_room() -> None:
    root, _names, _bundles = large()
    assert spots(root).items() <= spots(with_newcomer(root, "ou-3")).items()


@pytest.mark.parametrize("size", [42, 170])  # a cell is one account, or two
def test_fifty_newcomers_move_somebody_only_where_a_unit_was_full(size: int) -> None:
    names = ("a", "b", "c")
    units = tuple(Unit(each, each, settlers(each, size)) for each in names)
    land = Unit("r-root", "Root", settlers("root", 90), units)
    before, moved = spots(land), 0
    for number in range(50):
        home = ("a", "b", "c", "r-root")[number % 4]
        grown = with_another(land, home, number)
        after = spots(grown)
        is_full = rooms(grown) != rooms(land)
        assert is_full or before.items() <= after.items(), number
        moved += is_full
        land, before = grown, after
    assert moved < 8


def with_another(land: Unit, unit_id: str, number: int) -> Unit:
    """The same land with one account more, an hour after the one before."""
    if land.id == unit_id:
        arrived_at = THEN + timedelta(hours=number + 1)
        newcomer = Settler(f"later-{number}", arrived_at)
        return replace(land, settlers=(*land.settlers, newcomer))
    children = (with_another(child, unit_id, number) for child in land.children)
    return replace(land, children=tuple(children))


def rooms(land: Unit) -> list[int]:
    return [land.room, *(child.room for child in land.children)]


@pytest.mark.django_db
def test_each_account_tells_how_it_was_read_whatever_is_granted_in_it() -> None:
    settle()
    make_coverage(account_id=IDS["data-lake"], collector="s3", outcome=Outcome.DENIED)
    graph = account_graph(Seen(Grant.objects.current()), organization())
    accounts = graph["accounts"]
    told = {
        account_id: (graph["heats"][heat], graph["readings"][reading])
        for account_id, heat, reading in zip(
            accounts["id"], accounts["heat"], accounts["reading"], strict=True
        )
    }
    assert told[IDS["data-lake"]] == ("public", "partial")
    assert told[IDS["old-pos"]][1] == "unread"
    assert told[IDS["orders-prod"]][1] == "complete"


@pytest.mark.django_db
def test_one_unit_has_what_goes_into_it_and_nothing_else() -> None:
    settle()
    root = organization("ou-k1t5-production")
    graph = account_graph(Seen(Grant.objects.current()), root)
    inside = set(graph["accounts"]["id"])
    assert inside == {
        each.account_id
        for each in Account.objects.filter(unit__unit_id="ou-k1t5-production")
    }
    assert columns_read.edges(graph)
    assert {target for _source, target in columns_read.edges(graph)} <= inside
