"""Files leave what the picture does, also where it draws many as one."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accessmap.graph.overview import ACCOUNTS_AT_MOST
from accessmap.graph.parties import ACCOUNT_ID
from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PrincipalKind, Verdict
from tests import rows
from tests.cast import PAYMENTS, STRANGER, TANUKI

pytestmark = pytest.mark.django_db
SECURITY = "310045127788"


@pytest.fixture
def aiko(client: Client) -> Client:
    cache.clear()
    client.force_login(rows.make_user())
    return client


def account(name: str) -> Principal:
    return Principal(PrincipalKind.ACCOUNT, name, name)


@pytest.fixture
def strangers() -> list[str]:
    """More of them than the shore has room for."""
    rows.make_account(unit=rows.make_unit())
    ids = [f"{number:0{ACCOUNT_ID}}" for number in range(500, 530)]
    for each in ids:
        rows.make_grant(principal=account(each))
    return ids


@pytest.fixture
def hub() -> str:
    """An account that all six of a unit trust: one line, to the unit's gate."""
    unit = rows.make_unit()
    rows.make_account(SECURITY, "security", unit=rows.make_unit("Security"))
    for number in range(6):
        here = rows.make_account(f"{number:0{ACCOUNT_ID}}", unit=unit)
        role = rows.make_resource(here)
        rows.make_grant(role, principal=account(SECURITY), verdict=Verdict.IN_ORG)
    rows.make_counterparty()
    rows.make_grant(rows.make_resource(here))
    return f"{SECURITY}>unit:{unit.unit_id}"


def sources(client: Client, **asked: str) -> list[str]:
    answer = client.get("/map/export/json", asked)
    return sorted({each["source"] for each in answer.json()["edges"]})


def drawn(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(client.get("/map/elements").content)
    return found


def test_who_is_gathered_in_one_place_goes_with_it(
    aiko: Client, strangers: list[str]
) -> None:
    (rest,) = [e for e in drawn(aiko)["parties"] if e["id"] == "rest:unknown"]
    gathered = sorted(rest["members"])
    assert 1 < len(gathered) < len(strangers)
    assert sources(aiko, hide="rest:unknown") == sorted({*strangers} - {*gathered})
    assert sources(aiko, only="rest:unknown") == gathered
    assert sources(aiko, hide=PAYMENTS, pin="rest:unknown") == gathered
    assert sources(aiko, hide=f"rest:unknown>{PAYMENTS}", only=gathered[0]) == []
    assert sources(aiko, typed=rest["name"]) == gathered


def test_a_line_to_a_gate_is_all_the_edges_that_it_stands_for(
    aiko: Client, hub: str
) -> None:
    assert hub in [each["id"] for each in drawn(aiko)["edges"]]
    assert sources(aiko, hide=hub) == [TANUKI]
    assert sources(aiko, only=hub) == [SECURITY]


@pytest.fixture
def far(hub: str) -> str:
    """So many accounts that the map begins with its units."""
    unit = rows.make_unit("Stores")
    for number in range(100, 101 + ACCOUNTS_AT_MOST):
        rows.make_account(f"{number:0{ACCOUNT_ID}}", unit=unit)
    return hub.partition(">")[2]


def test_from_afar_a_group_is_who_is_in_it_and_a_unit_who_lives_there(
    aiko: Client, far: str
) -> None:
    assert drawn(aiko)["view"] == "units"
    assert sources(aiko, hide="all:vendors") == [SECURITY]
    assert sources(aiko, hide=far) == []
    assert sources(aiko, only=f"all:vendors>{far}") == [TANUKI]


@pytest.mark.usefixtures("far")
def test_a_picture_says_how_many_it_leaves_that_have_no_place_on_it(
    aiko: Client,
) -> None:
    left = rows.make_account("000000000999", left_at=rows.THEN)
    for each in (STRANGER, TANUKI):
        rows.make_grant(rows.make_resource(left), principal=account(each))

    def said(**asked: str) -> str:
        return aiko.get("/map/export/svg", asked).content.decode()

    assert "Without a place on this map: 2 grants." in said()
    assert "Without a place on this map: 1 grant." in said(hide=STRANGER)
    assert "Without a place" not in said(only=SECURITY)


def test_a_picture_calls_what_is_hidden_as_the_page_does(
    aiko: Client, strangers: list[str]
) -> None:
    (rest,) = [e for e in drawn(aiko)["parties"] if e["id"] == "rest:unknown"]
    edge = f"{strangers[0]}>{PAYMENTS}"
    asked = {"hide": ["rest:unknown", edge], "pin": PAYMENTS, "only": "rest:vendors"}
    text = aiko.get("/map/export/svg", asked).content.decode()
    text = re.sub("</text><text[^>]*>", " ", text)  # it is broken into lines
    edge = f"Not known to us {strangers[0]} → payments-prod {PAYMENTS}"
    assert f"Hidden: {edge}, {rest['name']} Unknown" in text
    assert f"Pinned: payments-prod {PAYMENTS}" in text
    assert "Only: Vendors: the rest" in text
