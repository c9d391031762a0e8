from __future__ import annotations

import pytest

from accessmap.charts.grants_over_time import figures
from tests import rows

pytestmark = pytest.mark.django_db


def test_each_crawl_counts_what_was_held_then() -> None:
    grant = rows.make_grant()
    rows.make_grant()
    rows.end_grant(grant, rows.make_crawl())
    assert [counts for _label, counts in figures().rows] == [(2,), (1,)]
