"""What a file is called that somebody takes away."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from tests import rows
from tests.cast import PAYMENTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def aiko(client: Client) -> Client:
    cache.clear()
    client.force_login(rows.make_user())
    return client


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/map/export/svg", "map-2026-11-23-crawl-{}.svg"),
        ("/map/export/opengraph", "map-2026-11-23-crawl-{}.opengraph.json"),
        (
            "/map/export/csv?before=2026-11-22",
            "map-2026-11-23-crawl-{}-since-2026-11-22.csv",
        ),
        (f"/reach/?to={PAYMENTS}&format=json", "reach-who-2026-11-23-crawl-{}.json"),
        ("/grants/?format=csv", "grants-2026-11-23-crawl-{}.csv"),
        ("/coverage/?format=csv", "coverage-2026-11-23-crawl-{}.csv"),
        (
            "/charts/?chart=grants-by-account&format=csv",
            "grants-by-account-2026-11-23-crawl-{}.csv",
        ),
        (
            "/changes/?before=2026-11-22&at=2026-11-23&format=csv",
            "changes-2026-11-22-to-2026-11-23.csv",
        ),
    ],
)
def test_a_file_is_called_by_what_it_is_its_day_and_its_crawl(
    aiko: Client, address: str, name: str
) -> None:
    rows.make_account()
    rows.make_coverage()
    rows.make_grant()
    said = name.format(rows.first_crawl().pk)
    answer = aiko.get(address)
    assert answer["Content-Disposition"] == f'attachment; filename="accessmap-{said}"'
