from __future__ import annotations

import csv

import pytest

from accessmap.graph.export.stamped import stamped_lines
from accessmap.models import Crawl
from tests import rows

pytestmark = pytest.mark.django_db


def table(*cells: list[str]) -> list[list[str]]:
    return list(csv.reader(stamped_lines(["name"], cells, asked="zone=public")))


def test_every_row_says_of_when_it_is() -> None:
    rows.make_account()
    rows.make_coverage()
    crawl, at = str(rows.first_crawl().pk), rows.THEN.isoformat()
    stamp = ["zone=public", crawl, at, "Every account was read completely."]
    assert table(["one"], ["two"]) == [
        ["name", "asked", "crawl", "read_at", "coverage"],
        ["one", *stamp],
        ["two", *stamp],
    ]


def test_a_table_without_a_row_says_it_too() -> None:
    assert table()[1][:2] == ["", "zone=public"]


def test_while_a_crawl_runs_every_row_says_that_what_it_read_is_in_here() -> None:
    rows.make_coverage()
    ended, running = rows.first_crawl(), rows.make_crawl(Crawl.State.RUNNING)
    header, line = table(["one"])
    told = dict(zip(header, line, strict=True))
    assert told["crawl"] == str(ended.pk)
    assert told["running"] == (
        f"Crawl {running.pk} has been running since 23 November 2026, 07:10 UTC: "
        "what it has read so far is in here too."
    )


def test_of_a_date_before_it_began_a_running_crawl_has_read_nothing() -> None:
    rows.make_coverage()
    ended = rows.first_crawl().started_at
    rows.make_crawl(Crawl.State.RUNNING)
    header, *_lines = csv.reader(stamped_lines(["name"], [], at=ended))
    assert "running" not in header
