from __future__ import annotations

import csv

import pytest

from accessmap.graph.export.stamped import stamped_lines
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
