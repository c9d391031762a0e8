"""Links by network are ways of their own: asked for, or left out."""

from __future__ import annotations

import pytest

from accessmap.graph.asked import answer
from accessmap.graph.question import Question
from accessmap.models import NetworkKind
from accessmap.reach import fresh
from accessmap.reach.questions import accounts_reaching
from tests.cast import PAYMENTS, SHOP, TANUKI
from tests.rows import make_account, make_grant
from tests.sightings import make_attachment, make_link

pytestmark = pytest.mark.django_db
LAKE = "528830071124"


HUB = "415500218836"


@pytest.fixture(autouse=True)
def _accounts() -> None:
    for account_id in (PAYMENTS, SHOP, LAKE, HUB):
        make_account(account_id)


@pytest.fixture
def hub() -> None:
    """Shop and the lake hang on the transit gateway of the network account."""
    make_attachment(SHOP, HUB)
    make_attachment(LAKE, HUB)


def test_a_peering_leads_both_ways_and_it_is_said_that_it_may_be_less() -> None:
    make_link(SHOP, PAYMENTS)
    for start, goal in ((SHOP, PAYMENTS), (PAYMENTS, SHOP)):
        found = answer(Question(start, goal, by="network"))
        assert [step.kind for step in found.routes[0]] == ["network"]
        assert found.routes[0][0].doubts == ("Read roughly: it may be less.",)
        assert "A VPC peering connects them" in found.routes[0][0].sentence


def test_packets_do_not_go_on_from_one_peering_by_another() -> None:
    make_link(SHOP, PAYMENTS)
    make_link(PAYMENTS, LAKE)
    found = answer(Question(SHOP, LAKE, by="network"))
    assert not found.routes
    assert "gets to 1 other account," in found.halves[0].sentence


def test_two_networks_of_an_account_are_not_joined_by_being_its_own(
    hub: None,
) -> None:
    make_link(PAYMENTS, SHOP, networks=("vpc-payments", "vpc-elsewhere"))
    assert not answer(Question(PAYMENTS, LAKE, by="network")).routes
    assert answer(Question(PAYMENTS, SHOP, by="network")).routes


def test_a_transit_gateway_hands_packets_on(hub: None) -> None:
    found = answer(Question(SHOP, LAKE, by="network"))
    assert [step.kind for step in found.routes[0]] == ["network", "network"]
    assert found.routes[0][0].target.name == "tgw-hub"
    assert found.routes[0][0].target.account == HUB
    assert "A transit gateway hands packets on" in found.routes[0][0].sentence


def test_nothing_runs_in_a_transit_gateway(hub: None) -> None:
    assert not answer(Question(SHOP, HUB, by="network")).routes


def test_what_its_own_account_hangs_on_a_transit_gateway_is_reached(hub: None) -> None:
    make_attachment(HUB, HUB)
    assert answer(Question(SHOP, HUB, by="network")).routes


def test_whoever_controls_the_hub_reaches_all_that_hangs_on_it(hub: None) -> None:
    found = answer(Question(HUB, by="both"))
    assert {SHOP, LAKE} <= {line.place.account for line in found.lines}


def test_an_endpoint_leads_one_way() -> None:
    make_link(
        SHOP,
        PAYMENTS,
        kind=NetworkKind.ENDPOINT,
        networks=("vpc-shop", "vpce-svc-pay"),
        state="available",
    )
    found = answer(Question(SHOP, PAYMENTS, by="network"))
    assert "A VPC endpoint leads there" in found.routes[0][0].sentence
    assert not answer(Question(PAYMENTS, SHOP, by="network")).routes


def test_packets_are_no_permission() -> None:
    make_link(SHOP, LAKE)
    assert answer(Question(SHOP, LAKE)).is_empty
    assert not accounts_reaching(fresh.current(), LAKE)


def test_a_link_that_nobody_took_carries_nothing() -> None:
    make_link(SHOP, TANUKI, state="pending-acceptance")
    assert not answer(Question(SHOP, by="network")).lines


def test_both_go_on_by_network_from_an_account_that_is_controlled(hub: None) -> None:
    make_link(TANUKI, SHOP)
    found = answer(Question(SHOP, LAKE, by="both"))
    assert [step.kind for step in found.routes[0]][-2:] == ["network", "network"]


def test_without_a_link_it_says_how_far_both_ends_come(hub: None) -> None:
    make_account("528830071139")
    make_grant()
    found = answer(Question("528830071139", LAKE, by="network"))
    assert [half.gate for half in found.halves] == ["network"]
    assert "can be reached from 1" in found.halves[0].sentence


def test_by_either_it_says_of_both_why_there_is_none(hub: None) -> None:
    make_account("528830071139")
    make_grant()
    found = answer(Question("528830071139", LAKE, by="both"))
    gates = [half.gate for half in found.halves]
    assert gates[-1] == "network"
    assert len(gates) > 1
    alone = answer(Question("528830071139", LAKE, by="network"))
    assert found.halves[-1] == alone.halves[0]


def test_who_is_reached_by_network_is_told_as_networks() -> None:
    make_link(SHOP, PAYMENTS)
    make_link(SHOP, LAKE)
    found = answer(Question(SHOP, by="network"))
    assert {line.place.account for line in found.lines} == {PAYMENTS, LAKE}
    assert {line.place.word for line in found.lines} == {"By network"}
