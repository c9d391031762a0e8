"""The table of every edge: it has what the picture and the list leave out."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from accessmap.models import Grant, OrganizationalUnit, Role
from accessmap.views import map as map_page
from accessmap.views import map_table
from tests import rows
from tests.accessmap.graph.test_overview import crowd
from tests.cast import PAYMENTS, RIN, TANUKI
from tests.kitsune import settle

pytestmark = pytest.mark.django_db
TABLE = "/map/table"


@pytest.fixture
def aiko(client: Client) -> Client:
    client.force_login(rows.make_user())
    return client


def told(client: Client, **asked: str) -> str:
    answer = client.get(TABLE, asked)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


@pytest.mark.parametrize("is_large", [False, True])
def test_it_has_every_grant_at_every_size(
    aiko: Client, monkeypatch: pytest.MonkeyPatch, is_large: bool
) -> None:
    crowd(300) if is_large else settle()
    monkeypatch.setattr(map_table, "PAGE_SIZE", 20)
    whole, page = 0, "1"
    while page:
        text = told(aiko, page=page)
        counts = re.findall(r'<a href="/map/edge\?[^"]+">(\d+)<', text)
        assert len(counts) <= 20
        whole += sum(map(int, counts))
        following = re.search(r'rel="next" href="\?page=(\d+)"', text)
        page = following[1] if following else ""
    assert whole == Grant.objects.current().cross_account().count()


@pytest.mark.parametrize("asked", [{}, {"verdict": "in-org"}, {"unit": "of the root"}])
def test_the_map_says_how_many_edges_the_table_has(
    aiko: Client, asked: dict[str, str]
) -> None:
    crowd(300)
    address = dict(asked)
    if "unit" in asked:
        address["unit"] = OrganizationalUnit.objects.filter(parent=None).get().unit_id
    page = html.unescape(aiko.get("/", address).content.decode())
    said = re.search(r"All ([\d,]+) edges as a table", page)
    assert said
    assert f"<strong>{said[1]} edges</strong>" in told(aiko, **address)


def test_it_keeps_to_the_filter_and_names_both_ends(aiko: Client) -> None:
    settle()
    text = told(aiko, verdict="external", search="tanuki")
    assert "<strong>3 edges</strong>" in text
    for said in ("Tanuki Observability", TANUKI, "payments-prod", PAYMENTS):
        assert said in text
    assert f"/map/edge?from={TANUKI}&to={PAYMENTS}&verdict=external" in text
    assert "No edge fits these filters" in told(aiko, search="nobody")
    assert aiko.get(TABLE, {"verdict": "publik"}).status_code == 400
    assert aiko.get(TABLE, {"unit": "ou-nothing"}).status_code == 404


def test_the_map_leads_to_it_where_its_list_is_short(
    aiko: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle()
    whole = html.unescape(aiko.get("/").content.decode())
    assert TABLE not in whole
    monkeypatch.setattr(map_page, "LISTED", 2)
    text = html.unescape(aiko.get("/?verdict=external").content.decode())
    assert f'href="{TABLE}?verdict=external' in text
    assert ">9 edges</strong>" in text  # of which two are listed


def test_only_who_sees_everything_gets_it(client: Client) -> None:
    client.force_login(rows.make_user(RIN, Role.REVIEWER))
    assert client.get(TABLE).status_code == 403
