from __future__ import annotations

import csv
import io
import json
import re

import pytest
from django.test import Client

from tests import rows
from tests.cast import PAYMENTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def aiko(client: Client) -> Client:
    client.force_login(rows.make_user())
    return client


@pytest.mark.parametrize("chart", ["grants-by-account", "grants-over-time"])
def test_a_chart_and_its_table_say_the_same(aiko: Client, chart: str) -> None:
    rows.make_grant()
    text = aiko.get(f"/charts/?chart={chart}").content.decode()
    found = re.search(r'<script id="figure"[^>]*>(.*?)</script>', text)
    assert found
    data = json.loads(found[1])["data"]
    assert [trace["meta"] for trace in data] == ["external"]
    assert '<td class="number">1</td>' in text


def test_only_the_chart_may_set_styles_and_no_page_scripts(aiko: Client) -> None:
    chart = aiko.get("/charts/").headers["Content-Security-Policy"]
    other = aiko.get("/grants/").headers["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in chart
    assert "script-src 'self';" in f"{chart};"
    assert "unsafe-inline" not in other


def test_the_table_can_be_taken_away(aiko: Client) -> None:
    rows.make_grant()
    answer = aiko.get("/charts/?chart=grants-by-account&format=csv")
    found = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert found == [["Account", "External"], [f"payments-prod {PAYMENTS}", "1"]]


def test_without_grants_it_says_so(aiko: Client) -> None:
    assert b"There is nothing to draw yet" in aiko.get("/charts/").content


def test_a_chart_that_is_none_is_not_found(aiko: Client) -> None:
    assert aiko.get("/charts/?chart=doughnut").status_code == 404
