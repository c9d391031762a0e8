from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accessmap.charts.grants_over_time import figures
from tests import rows

pytestmark = pytest.mark.django_db


def test_each_crawl_counts_what_was_held_then() -> None:
    grant = rows.make_grant()
    rows.make_grant()
    rows.end_grant(grant, rows.make_crawl())
    assert [counts for _label, counts in figures().rows] == [(2,), (1,)]


def test_the_database_counts_and_no_grant_is_read() -> None:
    for _each in range(5):
        rows.end_grant(rows.make_grant(), rows.make_crawl())
        rows.make_grant()
    with CaptureQueriesContext(connection) as asked:
        assert [sum(counts) for _label, counts in figures().rows][-1] == 5
    told = [each["sql"] for each in asked]
    of_grants = [each for each in told if 'FROM "accessmap_grant"' in each]
    assert len(of_grants) == 2
    assert all("COUNT(" in each and "GROUP BY" in each for each in of_grants)
