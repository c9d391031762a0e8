from __future__ import annotations

import csv
import io
import json
import re

import pytest
from django.test import Client

from accessmap.charts.chart import all_charts
from accessmap.models import Outcome
from tests import rows
from tests.cast import PAYMENTS
from tests.reviews import story

pytestmark = pytest.mark.django_db


@pytest.fixture
def aiko(client: Client) -> Client:
    client.force_login(story.aiko())
    return client


@pytest.mark.parametrize("chart", ["grants-by-account", "grants-over-time"])
def test_a_chart_and_its_table_say_the_same(aiko: Client, chart: str) -> None:
    rows.make_grant()
    text = aiko.get(f"/charts/?chart={chart}").content.decode()
    found = re.search(r'<script id="figure"[^>]*>(.*?)</script>', text)
    assert found
    data = json.loads(found[1])["data"]
    assert [trace["meta"] for trace in data] == ["external"]
    assert re.search(r'<td class="number"><a href="[^"]+">1</a></td>', text)


def taken(client: Client, address: str) -> list[list[str]]:
    answer = client.get(address)
    text = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))


EVERY = sorted(all_charts())
# What is said on the page behind a number, where that is no list of grants.
BEHIND = {"review-progress": "<h2>{} items?</h2>", "coverage": 'class="cell unread"'}


@pytest.mark.parametrize("chart", EVERY)
def test_each_number_is_that_of_the_list_behind_it(aiko: Client, chart: str) -> None:
    facts = {"last_used_at": None, "created_at": "2020-01-01T00:00:00+00:00"}
    rows.make_counterparty()
    role = rows.make_resource(facts=facts)
    rows.make_grant(role, flags=("confused-deputy", "no-mfa"))
    rows.make_grant(role, actions=("sts:TagSession",))
    story.campaign()
    rows.make_coverage(outcome=Outcome.DENIED, collector="sqs")
    answer = aiko.get(f"/charts/?chart={chart}")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert '<script id="figure"' in text
    links = re.findall(r'<td class="number"><a href="([^"]+)">(\d+)</a>', text)
    assert links
    behind = BEHIND.get(chart, "<strong>{} grants?</strong>")
    for address, count in links:
        listed = aiko.get(address.replace("&amp;", "&")).content.decode()
        assert re.search(behind.format(count), listed), address
    found = taken(aiko, f"/charts/?chart={chart}&format=csv")
    assert len(found) == text.count('<th scope="row">') + 1


def test_a_review_of_the_chart_leads_to_its_page(aiko: Client) -> None:
    campaign = story.campaign(2)
    story.confirm(campaign.items.first(), reason="Needed.")
    text = aiko.get("/charts/?chart=review-progress").content.decode()
    assert f'<a href="{campaign.get_absolute_url()}">' in text
    cells = re.findall(r'<td class="number[^"]*">(?:<a href="[^"]+">)?(\d+)<', text)
    assert cells == ["1", "0", "0", "1", "0"]


@pytest.mark.parametrize("chart", EVERY)
def test_every_chart_says_so_where_there_is_nothing(aiko: Client, chart: str) -> None:
    answer = aiko.get(f"/charts/?chart={chart}")
    assert b"There is nothing to draw yet" in answer.content


def test_only_the_chart_may_set_styles_and_no_page_scripts(aiko: Client) -> None:
    chart = aiko.get("/charts/").headers["Content-Security-Policy"]
    other = aiko.get("/grants/").headers["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in chart
    assert "script-src 'self';" in f"{chart};"
    assert "unsafe-inline" not in other


def test_the_table_can_be_taken_away(aiko: Client) -> None:
    rows.make_grant()
    rows.make_coverage()
    found = taken(aiko, "/charts/?chart=grants-by-account&format=csv")
    assert [each[:2] for each in found] == [
        *(["Account", "External"], [f"payments-prod {PAYMENTS}", "1"])
    ]
    assert found[0][2:] == ["asked", "crawl", "read_at", "coverage"]
    assert found[1][3:5] == [str(rows.first_crawl().pk), rows.THEN.isoformat()]
    assert found[1][5]


def test_a_table_without_a_row_says_of_when_it_is(aiko: Client) -> None:
    rows.make_account()
    rows.make_coverage()
    header, only = taken(aiko, "/charts/?chart=grants-by-account&format=csv")
    told = dict(zip(header, only, strict=True))
    assert told["Account"] == ""
    assert told["crawl"] == str(rows.first_crawl().pk)
    assert told["coverage"] == "Every account was read completely."


def test_without_grants_it_says_so(aiko: Client) -> None:
    assert b"There is nothing to draw yet" in aiko.get("/charts/").content


def test_a_chart_that_is_none_is_not_found(aiko: Client) -> None:
    assert aiko.get("/charts/?chart=doughnut").status_code == 404
