"""The map in time: crawls on the strip, two dates compared, and the legend of that."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accessmap.models import Crawl, User
from tests import rows
from tests.accessmap.views.test_changes import dates, three_changes
from tests.cast import PAYMENTS

pytestmark = pytest.mark.django_db
JAPANESE = {"accept-language": "ja"}


@pytest.fixture
def aiko(client: Client) -> Client:
    cache.clear()
    rows.make_account(PAYMENTS, unit=rows.make_unit())
    client.force_login(rows.make_user())
    return client


@pytest.fixture
def crawls(aiko: Client) -> tuple[Crawl, Crawl]:
    return three_changes()


def told(client: Client, page: str = "/", **asked: object) -> str:
    reply = client.get(page, asked)  # type: ignore[arg-type]
    assert reply.status_code == 200
    return " ".join(html.unescape(reply.content.decode()).split())


def boxes(page: str) -> dict[str, tuple[bool, str]]:
    """Return the legend's kinds of change: whether each is on, and its number."""
    found = re.findall(
        r'data-change="(\w+)"( checked)?>.*?class="number"[^>]*>([\d,]+)<', page
    )
    return {kind: (bool(on), number) for kind, on, number in found}


def edges(client: Client, **asked: object) -> list[dict[str, object]]:
    reply = client.get("/map/elements", asked)  # type: ignore[arg-type]
    found: list[dict[str, object]] = reply.json()["edges"]
    return found


def test_the_legend_of_two_dates_is_of_what_changed(
    aiko: Client, crawls: tuple[Crawl, Crawl]
) -> None:
    page = told(aiko, **dates(*crawls))
    assert boxes(page) == {
        "added": (True, "1"),
        "changed": (True, "1"),
        "removed": (True, "1"),
        "unknown": (True, "0"),
        "same": (True, "1"),
    }
    assert "data-change" not in told(aiko)


def test_what_kind_of_change_is_shown_stands_in_the_address(
    aiko: Client, crawls: tuple[Crawl, Crawl]
) -> None:
    asked = dates(*crawls)
    page = told(aiko, **asked, change=["added", "removed"])
    assert [kind for kind, (on, _n) in boxes(page).items() if on] == [
        "added",
        "removed",
    ]
    assert "Change</span> <bdi>Added, Removed</bdi>" in page
    assert '<input type="hidden" name="change" value="removed">' in page
    (edge,) = edges(aiko, **asked, change=["added", "removed"])
    assert (edge["changes"], edge["held"]) == (
        {"added": 1, "removed": 1},
        {"external": 2},
    )
    (edge,) = edges(aiko, **asked, change="same")
    assert (edge["changes"], edge["held"]) == ({}, {"external": 1})
    (edge,) = edges(aiko, **asked, change=["same", "changed"])
    assert (edge["changes"], edge["held"]) == ({"changed": 1}, {"external": 2})


def test_each_number_of_a_comparison_is_that_of_the_list_behind_it(
    aiko: Client, crawls: tuple[Crawl, Crawl]
) -> None:
    page = told(aiko, **dates(*crawls))
    links = re.findall(r'class="number" href="(/changes/\?[^"]*change=(\w+))"', page)
    assert {kind for _url, kind in links} == {"added", "changed", "removed", "unknown"}
    for url, kind in links:
        listed = told(aiko, url).count('<li> <a class="what"')
        assert str(listed) == boxes(page)[kind][1], kind


def test_files_of_a_comparison_hold_the_kinds_that_are_on(
    aiko: Client, crawls: tuple[Crawl, Crawl]
) -> None:
    asked = {**dates(*crawls), "change": "removed"}
    graph = json.loads(aiko.get("/map/export/json", asked).content)
    assert [len(each["grants"]) for each in graph["edges"]] == [1]
    assert "change=removed" in graph["stamp"]["asked"]
    drawn = aiko.get("/map/export/svg", asked).content.decode()
    assert "Change: Removed" in drawn
    legend = re.findall(r">([^<>]+)</text>", drawn)
    at = legend.index("Removed")
    assert legend[at + 1] == "1"
    sheet = aiko.get("/changes/", {**asked, "format": "csv"})
    text = b"".join(sheet.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    lines = list(csv.DictReader(io.StringIO(text)))
    assert [each["change"] for each in lines] == ["removed"]
    assert lines[0]["asked"].endswith("change=removed")


def test_a_kind_of_change_that_there_is_not_is_refused_in_words(
    aiko: Client, crawls: tuple[Crawl, Crawl]
) -> None:
    reply = aiko.get("/", {**dates(*crawls), "change": "add"})
    assert reply.status_code == 400
    assert "Did you mean “added”?" in html.unescape(reply.content.decode())


def test_to_take_a_word_out_keeps_the_comparison_and_the_unit(
    aiko: Client, crawls: tuple[Crawl, Crawl]
) -> None:
    unit = rows.make_unit().unit_id
    asked = dates(*crawls)
    page = told(aiko, **asked, unit=unit, verdict="external", change="added")
    chip = re.search(r'Verdict</span> <bdi>External</bdi> <a href="([^"]+)"', page)
    assert chip
    for word in ("before=", "at=", f"unit={unit}", "change=added"):
        assert word in chip[1]
    link = r'Compared with</span> <bdi>[^<]+</bdi> <a href="([^"]+)"'
    compared = re.search(link, page)
    assert compared
    assert "verdict=external" in compared[1]
    assert "change=" not in compared[1]


def test_a_comparison_of_a_unit_counts_what_lies_in_it(
    aiko: Client, crawls: tuple[Crawl, Crawl]
) -> None:
    other = rows.make_unit("Security").unit_id
    page = told(aiko, **dates(*crawls), unit=other)
    assert boxes(page)["added"] == (True, "0")
    assert '<span aria-hidden="true">+</span>0</span>' in page


def test_dates_the_wrong_way_round_are_shown_as_they_are_used(
    aiko: Client, crawls: tuple[Crawl, Crawl]
) -> None:
    then, now = (each.started_at.isoformat() for each in crawls)
    page = told(aiko, before=now, at=then)
    assert "The map on</span> <bdi>23 November 2026, 07:10 UTC</bdi>" in page
    assert "Compared with</span> <bdi>23 November 2026, 06:10 UTC</bdi>" in page
    drawn = aiko.get("/map/export/svg", {"before": now, "at": then}).content.decode()
    assert "The map on: 23 November 2026, 07:10 UTC" in drawn


def test_a_day_compared_with_itself_is_what_changed_on_it(
    aiko: Client, crawls: tuple[Crawl, Crawl]
) -> None:
    rows.make_coverage(rows.make_crawl(started_at=rows.THEN - timedelta(days=2)))
    day = "2026-11-23"
    page = told(aiko, "/changes/", before=day, at=day)
    assert "Between 22 November 2026 and 23 November 2026" in page
    assert "3 added" in page  # two came with the first crawl of the day and stayed


def test_a_day_is_said_as_a_day(aiko: Client, crawls: tuple[Crawl, Crawl]) -> None:
    page = told(aiko, at="2026-11-23")
    assert "The map on</span> <bdi>23 November 2026</bdi>" in page
    assert "<strong>23 November 2026</strong>" in page


def test_two_crawls_of_one_day_are_told_apart_by_the_readers_clock(
    aiko: Client, crawls: tuple[Crawl, Crawl]
) -> None:
    rows.make_crawl(started_at=rows.THEN.replace(day=25))
    days = re.findall(r'<span class="day" aria-hidden="true">([^<]+)<', told(aiko))
    assert days == ["23 Nov 06:10", "23 Nov 07:10", "25 Nov"]
    User.objects.update(time_zone="Asia/Tokyo")
    days = re.findall(r'<span class="day" aria-hidden="true">([^<]+)<', told(aiko))
    assert days == ["23 Nov 15:10", "23 Nov 16:10", "25 Nov"]
    at = crawls[0].started_at.isoformat()
    assert "<strong>23 November 2026, 15:10 JST</strong>" in told(aiko, at=at)


def test_a_comparison_is_told_in_japanese(
    aiko: Client, crawls: tuple[Crawl, Crawl]
) -> None:
    page = aiko.get("/", {**dates(*crawls), "change": "added"}, headers=JAPANESE)
    text = html.unescape(page.content.decode())
    for word in ("変わったこと", "追加", "変更", "なくなった", "変わらないもの"):
        assert word in text


def test_a_comparison_costs_the_same_queries_however_much_changed(
    aiko: Client,
    crawls: tuple[Crawl, Crawl],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    asked = dates(*crawls)
    told(aiko, **asked)
    with django_assert_num_queries(40):
        told(aiko, **asked)
    for number in range(5):
        rows.make_grant(rows.make_resource(name=f"came-{number}"), crawl=crawls[1])
    cache.clear()
    told(aiko, **asked)
    with django_assert_num_queries(40):
        told(aiko, **asked)
