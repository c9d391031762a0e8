"""An edge opens what it counts: no more, no less, whatever stands at its ends."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client

from accessmap.graph.table import edge_lines, hub_lines
from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PrincipalKind, Verdict
from tests import rows
from tests.accessmap.graph.test_overview import crowd
from tests.cast import MANAGEMENT, PAYMENTS, SHOP, TANUKI
from tests.kitsune import IDS, let_in, settle
from tests.reviews import story

pytestmark = pytest.mark.django_db
QUERIES = 26


@pytest.fixture
def aiko(client: Client) -> Client:
    client.force_login(rows.make_user())
    return client


def told(client: Client, address: str, **asked: Any) -> str:
    answer = client.get(address, asked)
    assert answer.status_code == 200, address
    return html.unescape(answer.content.decode())


def opened(client: Client, address: str) -> int:
    found = re.search(r"<strong>([\d,]+) grants?", told(client, address))
    return int(found[1].replace(",", "")) if found else 0


@pytest.mark.parametrize("asked", [{}, {"unit": "ou-k1t5-data"}, {"verdict": "in-org"}])
@pytest.mark.parametrize("is_large", [False, True])
def test_every_line_opens_as_many_grants_as_it_counts(
    aiko: Client,
    asked: Mapping[str, str],
    is_large: bool,
) -> None:
    if is_large:
        crowd(300)
    else:
        settle()
    let_in("public", Verdict.PUBLIC, "kitsune-root")
    picture = aiko.get("/map/elements", asked).json()
    words = "&".join(f"{k}={v}" for k, v in asked.items() if k != "unit")
    lines = edge_lines(picture, words)
    assert lines
    for line in lines:
        assert opened(aiko, line["url"]) == line["count"], line["url"]
    drawn = {each["id"]: each for each in picture["edges"]}
    for hub in hub_lines(picture, words):
        count = sum(drawn[hub["id"]]["held"].values())
        assert opened(aiko, hub["url"]) == count, hub["url"]


def test_a_bundle_into_the_root_has_the_grants_of_its_own_accounts(
    aiko: Client,
) -> None:
    settle()
    let_in("public", Verdict.PUBLIC, "kitsune-root")
    text = told(aiko, "/map/edge", **{"from": "public", "to": "unit:r-k1ts"})
    assert text.count('class="one"') == 1
    assert MANAGEMENT in text


def test_many_grants_come_in_pages_and_as_a_list_of_the_same(aiko: Client) -> None:
    account = rows.make_account()
    rows.make_account(SHOP, "shop-prod")
    rows.make_counterparty()
    for _each in range(60):
        rows.make_grant(rows.make_resource(account))
    rows.make_grant(
        rows.make_resource(account),
        principal=Principal(PrincipalKind.ACCOUNT, SHOP, SHOP),
    )
    text = told(aiko, "/map/edge", to=PAYMENTS, flag="any", **{"from": TANUKI})
    assert "Nothing is granted here" in text
    asked = {"from": TANUKI, "to": PAYMENTS, "verdict": "external"}
    text = told(aiko, "/map/edge", **asked)
    assert text.count('class="one"') == 50
    [rest] = re.findall(r'rel="next" href="([^"]+)"', text)
    assert told(aiko, rest).count('class="one"') == 10
    [listed] = re.findall(r'href="(/grants/\?[^"]+)">All', text)
    assert "<strong>60 grants</strong>" in told(aiko, listed)


def test_a_bundle_of_a_unit_leads_to_no_address_that_is_refused(aiko: Client) -> None:
    unit = rows.make_unit("Production")
    for number in range(60):
        account = rows.make_account(f"{number:012}", unit=unit)
        rows.make_grant(rows.make_resource(account))
    asked = {"from": "all:unknown", "to": f"unit:{unit.unit_id}"}
    text = told(aiko, "/map/edge", **asked)
    assert "<strong>60 grants" in text
    assert "/grants/?" not in text
    [rest] = re.findall(r'rel="next" href="([^"]+)"', text)
    assert told(aiko, rest).count('class="one"') == 10


def test_the_legend_of_every_size_is_that_of_the_lists_behind_it(aiko: Client) -> None:
    crowd(300)
    left = rows.make_account("999999999999", left_at=rows.THEN)
    rows.make_grant(rows.make_resource(left))
    text = told(aiko, "/")
    assert "1 grant is in an account that has no place on this map" in text
    assert text.index("no place on this map") < text.index("Narrow down")
    assert 'href="/grants/?target=999999999999"' in text
    for asked in ({}, {"unit": "ou-k1t5-data"}, {"unit": "ou-k1t5-data", "ou": "Data"}):
        text = told(aiko, "/", **asked)
        found = re.findall(r'href="(/grants/\?[^"]+)" aria-label="[^"]*?(\d+) gr', text)
        assert len(found) == 9
        for address, count in found:
            lead = re.search(r"<strong>(\d+) grants?</strong>", told(aiko, address))
            assert (lead[1] if lead else "0") == count, address


def test_who_is_trusted_from_another_unit_is_not_left_out(aiko: Client) -> None:
    settle()
    text = told(aiko, "/", unit="ou-k1t5-data")
    assert "Other units" in text
    line = f"outside:ou-k1t5-data>{IDS['data-lake']}"
    assert f'data-edge="{line}"' in text


def test_each_grant_of_an_edge_is_told_down_to_its_statement(aiko: Client) -> None:
    asked = story.item()
    rows.make_account(PAYMENTS, tags={"Owner": "payments-team"})
    decision = story.confirm(asked, reason="Needed.")
    rows.make_grant(rows.make_resource(rows.make_account()))
    text = told(aiko, "/map/edge", to=PAYMENTS, **{"from": TANUKI})
    assert text.count('class="one"') == 2
    assert text.count("<mark>") == 2
    assert text.count("<dt>Owner</dt>") == 2
    assert str(decision.reviewer) in text
    assert text.count("Nobody has decided about this text yet.") == 1
    assert text.count("Not asked") == 2  # there is no analyzer


@pytest.mark.parametrize("count", [2, 12])
def test_many_grants_cost_the_queries_of_two(
    aiko: Client, count: int, django_assert_max_num_queries: Any
) -> None:
    account = rows.make_account(tags={"Owner": "payments-team"})
    for _each in range(count):
        rows.make_grant(rows.make_resource(account))
    told(aiko, "/map/edge", to=PAYMENTS, **{"from": TANUKI})
    with django_assert_max_num_queries(QUERIES):
        told(aiko, "/map/edge", to=PAYMENTS, **{"from": TANUKI})


def test_an_edge_without_ends_is_refused_in_a_sentence(aiko: Client) -> None:
    rows.make_grant()
    answer = aiko.get("/map/edge")
    assert answer.status_code == 400
    assert "names no end of an edge" in answer.content.decode()
    assert "Nothing is granted here" not in answer.content.decode()
