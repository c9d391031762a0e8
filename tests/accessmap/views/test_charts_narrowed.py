"""Charts keep to the filter of the address, and to the rows behind their numbers."""

from __future__ import annotations

import csv
import html
import io
import re

import pytest
from django.test import Client

from accessmap.charts.chart import all_charts
from tests import rows
from tests.accessmap.graph.test_bundles import STOPPED
from tests.cast import PAYMENTS, SHOP
from tests.reviews import story

pytestmark = pytest.mark.django_db
OF_GRANTS = sorted(slug for slug, each in all_charts().items() if each.is_of_grants)
FACTS = {"last_used_at": None, "created_at": "2020-01-01T00:00:00+00:00"}
FILTERS = (
    "",
    "verdict=external",
    f"account={PAYMENTS}",
    "flag=no-mfa",
    "unused=90",
    "zone=external",
    "blocked=yes",
    "search=role",
    "at=2026-11-23",
    "state=all",
)
LEAD = r'<h1 class="lead">.*?<strong>(\d+) grants?</strong>'


@pytest.fixture
def aiko(client: Client) -> Client:
    client.force_login(story.aiko())
    rows.make_coverage()
    role = rows.make_resource(facts=FACTS)
    shop = rows.make_resource(rows.make_account(SHOP, "shop-prod"), facts=FACTS)
    rows.make_grant(role, flags=("no-mfa", "confused-deputy"))
    rows.make_grant(
        role, actions=("sts:TagSession",), flags=("no-mfa",), blocked_by=STOPPED
    )
    rows.make_grant(shop)
    gone = rows.make_grant(shop, actions=("sts:TagSession",))
    rows.end_grant(gone, rows.make_crawl())
    return client


def told(client: Client, address: str, status: int = 200) -> str:
    reply = client.get(address)
    assert reply.status_code == status, address
    return html.unescape(reply.content.decode())


def numbers(page: str) -> list[tuple[str, str]]:
    return re.findall(r'<td class="number"><a href="([^"]+)">(\d+)</a>', page)


@pytest.mark.parametrize("wanted", FILTERS)
@pytest.mark.parametrize("chart", OF_GRANTS)
def test_each_number_is_that_of_the_rows_behind_it(
    aiko: Client, chart: str, wanted: str
) -> None:
    found = numbers(told(aiko, f"/charts/?chart={chart}&{wanted}"))
    assert found
    for address, count in found:
        reply = aiko.get(address)
        assert str(reply.context["page"].paginator.count) == count, address
        if wanted != "state=all":  # of which the lead counts those held
            assert re.findall(LEAD, reply.content.decode(), re.DOTALL) == [count]


@pytest.mark.parametrize("chart", OF_GRANTS)
def test_the_filter_of_the_address_holds(aiko: Client, chart: str) -> None:
    page = told(aiko, f"/charts/?chart={chart}&verdict=public")
    assert numbers(page) == []
    chips = re.findall(r'<bdi>Public</bdi> <a href="([^"]+)"', page)
    assert chips == [f"/charts/?chart={chart}"]
    # Another chart of the same.
    assert f"?chart={OF_GRANTS[0]}&verdict=public" in page


def test_what_is_blocked_is_not_counted_and_that_is_said(aiko: Client) -> None:
    page = told(aiko, f"/charts/?target={PAYMENTS}")
    assert [count for _address, count in numbers(page)] == ["1"]
    assert "Grants that are blocked let nobody in, and are not counted." in page
    assert "are not counted" not in told(aiko, "/charts/?blocked=yes")


@pytest.mark.parametrize("chart", sorted(all_charts()))
def test_a_word_that_says_nothing_we_know_is_refused(aiko: Client, chart: str) -> None:
    for wrong, says in (("at=nope", "is no date"), ("verdict=pubic", "“public”")):
        assert says in told(aiko, f"/charts/?chart={chart}&{wrong}", status=400)


@pytest.mark.parametrize("chart", sorted({*all_charts()} - {*OF_GRANTS}))
def test_a_chart_that_counts_no_grants_says_so(aiko: Client, chart: str) -> None:
    says = "the filter of grants does not narrow it"
    assert says in told(aiko, f"/charts/?chart={chart}&verdict=public")
    assert says not in told(aiko, f"/charts/?chart={chart}")


def test_before_the_first_crawl_nothing_is_known(aiko: Client) -> None:
    assert "Nothing had been read by then" in told(aiko, "/charts/?at=2020-01-01")


def test_the_list_of_grants_leads_to_its_own_chart(aiko: Client) -> None:
    link = 'href="/charts/?verdict=external">Chart'
    assert link in told(aiko, "/grants/?verdict=external")


def test_a_file_of_a_chart_says_what_was_asked(aiko: Client) -> None:
    reply = aiko.get("/charts/?verdict=external&format=csv")
    text = b"".join(reply.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    (first, *_others) = csv.DictReader(io.StringIO(text))
    assert first["asked"] == "verdict=external&blocked=no"
