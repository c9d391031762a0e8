"""Links by network are ways of their own: asked for, or left out."""

from __future__ import annotations

import pytest

from accessmap.graph.asked import answer
from accessmap.graph.question import Question
from accessmap.reach import fresh
from accessmap.reach.questions import accounts_reaching
from tests.cast import PAYMENTS, SHOP, TANUKI
from tests.rows import make_account, make_grant
from tests.sightings import make_link

pytestmark = pytest.mark.django_db
LAKE = "528830071124"


@pytest.fixture(autouse=True)
def _linked() -> None:
    """Shop is linked with payments, and payments with the lake."""
    for account_id in (PAYMENTS, SHOP, LAKE):
        make_account(account_id)
    make_link(SHOP, PAYMENTS)
    make_link(PAYMENTS, LAKE)


def test_packets_pass_from_link_to_link_and_it_is_said_that_it_may_be_less() -> None:
    found = answer(Question(SHOP, LAKE, by="network"))
    assert [step.kind for step in found.routes[0]] == ["network", "network"]
    assert found.routes[0][0].doubts == ("Read roughly: it may be less.",)


def test_packets_are_no_permission() -> None:
    assert answer(Question(SHOP, LAKE)).is_empty
    assert not accounts_reaching(fresh.current(), LAKE)


def test_a_link_that_nobody_took_carries_nothing() -> None:
    make_link(SHOP, TANUKI, state="pending-acceptance")
    index = fresh.current()
    assert index.find(f"{SHOP}/network") is not None
    assert index.find(f"{TANUKI}/network") is None


def test_both_go_on_by_network_from_an_account_that_is_controlled() -> None:
    make_link(TANUKI, SHOP)
    found = answer(Question(TANUKI, LAKE, by="both"))
    assert [step.kind for step in found.routes[0]][-2:] == ["network", "network"]


def test_without_a_link_it_says_how_far_both_ends_come() -> None:
    make_account("528830071139")
    make_grant()
    found = answer(Question("528830071139", LAKE, by="network"))
    assert [half.gate for half in found.halves] == ["network"]
    assert "can be reached from 2" in found.halves[0].sentence


def test_who_is_reached_by_network_is_told_as_networks() -> None:
    found = answer(Question(SHOP, by="network"))
    assert {line.place.account for line in found.lines} == {PAYMENTS, LAKE}
    assert {line.place.word for line in found.lines} == {"By network"}
