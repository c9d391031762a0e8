"""The page of changes: dates in the address, a list, and files of exactly that."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client

from accessmap.models import Crawl, Outcome
from tests import rows
from tests.cast import RIN

pytestmark = pytest.mark.django_db


@pytest.fixture
def aiko(client: Client) -> Client:
    client.force_login(rows.make_user())
    return client


def read(**more: Any) -> Crawl:
    crawl = rows.make_crawl(**more)
    rows.make_coverage(crawl)
    return crawl


def three_changes() -> tuple[Crawl, Crawl]:
    """One grant came, one went, one was edited, and one stayed."""
    first, second = read(), read()
    rows.make_grant(rows.make_resource(name="stays"), crawl=first)
    rows.end_grant(
        rows.make_grant(rows.make_resource(name="went"), crawl=first), second
    )
    rows.make_grant(rows.make_resource(name="came"), crawl=second)
    edited = rows.make_resource(name="edited")
    rows.end_grant(rows.make_grant(edited, crawl=first), second)
    rows.make_grant(edited, crawl=second, actions=("sts:AssumeRole", "sts:TagSession"))
    return first, second


def dates(first: Crawl, second: Crawl) -> dict[str, str]:
    return {"before": first.started_at.isoformat(), "at": second.started_at.isoformat()}


def test_it_compares_the_last_two_crawls_where_no_date_is_named(aiko: Client) -> None:
    three_changes()
    page = aiko.get("/changes/").content.decode()
    assert "1 added, 1 changed, 1 removed." in page
    assert "1 grant is the same." in page
    assert "Wider" in page
    assert "Narrower" not in page


def test_one_kind_of_change_can_be_looked_at_alone(aiko: Client) -> None:
    reply = aiko.get("/changes/", {**dates(*three_changes()), "change": "removed"})
    names = [each.grant.resource.name for each in reply.context["lines"]]
    assert names == ["went"]


def test_the_filter_of_the_list_of_grants_narrows_it(aiko: Client) -> None:
    reply = aiko.get("/changes/", {**dates(*three_changes()), "search": "role/came"})
    assert [each.grant.resource.name for each in reply.context["lines"]] == ["came"]
    assert reply.context["kept"] == [("search", "role/came")]


def test_the_earlier_date_comes_first_however_they_are_written(aiko: Client) -> None:
    first, second = three_changes()
    reply = aiko.get("/changes/", dates(second, first))
    assert reply.context["found"].counts["added"] == 1


def test_csv_and_json_hold_each_change_and_say_of_when(aiko: Client) -> None:
    first, second = three_changes()
    reply = aiko.get("/changes/", {**dates(first, second), "format": "csv"})
    text = b"".join(reply).decode("utf-8-sig")  # type: ignore[arg-type]
    found = list(csv.DictReader(io.StringIO(text)))
    told = {(each["change"], each["name"]) for each in found}
    assert told == {("added", "came"), ("changed", "edited"), ("removed", "went")}
    assert {each["then_crawl"] for each in found} == {str(first.pk)}
    assert {each["now_coverage"] for each in found} == {"1/1"}
    reply = aiko.get("/changes/", {**dates(first, second), "format": "json"})
    plain = json.loads(reply.content)
    assert plain["stamp"]["now_crawl"] == str(second.pk)
    changed = next(each for each in plain["changes"] if each["change"] == "changed")
    assert changed["before"]["actions"] == ["sts:AssumeRole"]
    assert changed["after"]["actions"] == ["sts:AssumeRole", "sts:TagSession"]
    assert changed["width"] == "wider"
    assert {(e["name"], e["width"]) for e in found} == {
        *(("came", ""), ("edited", "wider"), ("went", ""))
    }


def test_a_file_says_that_a_crawl_writes_the_later_of_its_dates(aiko: Client) -> None:
    first, _second = three_changes()
    running = rows.make_crawl(Crawl.State.RUNNING)
    asked = {**dates(first, running), "format": "json"}
    told = aiko.get("/changes/", asked).json()["stamp"]
    assert told["now_running"].startswith(f"Crawl {running.pk} has been running since")


def test_what_could_not_be_read_is_said_to_be_unknown(aiko: Client) -> None:
    first = read()
    rows.make_grant(crawl=first)
    second = rows.make_crawl()
    rows.make_coverage(second, outcome=Outcome.DENIED)
    page = aiko.get("/changes/", dates(first, second)).content.decode()
    assert "unknown, not removed" in page
    assert "0 removed" in page


def test_a_date_that_is_none_is_refused_with_the_remedy(aiko: Client) -> None:
    read()
    reply = aiko.get("/changes/", {"before": "yesterday"})
    assert reply.status_code == 400
    assert "Write it like 2026-11-23" in reply.content.decode()


def test_before_the_first_crawl_it_says_what_to_do(aiko: Client) -> None:
    assert "See the crawls" in aiko.get("/changes/").content.decode()


def test_reviewers_have_their_inbox_instead(client: Client) -> None:
    client.force_login(rows.make_user(RIN, "reviewer"))
    assert client.get("/changes/").status_code == 403
