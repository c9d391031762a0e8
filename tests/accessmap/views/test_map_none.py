"""Where there is no map the page says why: no zero stands for what is not known."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from accessmap.graph.export import FORMATS
from tests import rows
from tests.kitsune import settle

pytestmark = pytest.mark.django_db
MAP, TABLE = "/", "/map/table"
EARLY = {"at": "2020-01-01"}
UNREAD = "Nothing had been read by then"


@pytest.fixture
def aiko(client: Client) -> Client:
    cache.clear()
    client.force_login(rows.make_user())
    settle()
    return client


@pytest.mark.parametrize("more", [{}, {"before": "2019-01-01"}])
@pytest.mark.parametrize("page", [MAP, TABLE])
def test_before_the_first_crawl_nothing_is_known(
    aiko: Client, page: str, more: dict[str, str]
) -> None:
    text = aiko.get(page, {**EARLY, **more}).content.decode()
    assert UNREAD in text
    assert "The first crawl was on 23 November 2026" in text
    for wrong in ("Start a crawl", 'class="number"', "data-elements", "0 edges"):
        assert wrong not in text


@pytest.mark.parametrize("wanted", FORMATS)
def test_of_what_nobody_had_read_no_file_is_made(aiko: Client, wanted: str) -> None:
    answer = aiko.get(f"/map/export/{wanted}", EARLY)
    assert answer.status_code == 404
    assert UNREAD in answer.content.decode()


def test_two_dates_may_be_named_in_any_order(aiko: Client) -> None:
    text = aiko.get(MAP, {"at": "2026-11-01", "before": "2026-11-30"}).content.decode()
    assert "23 of 24" in text
    assert "Changed since 1 November 2026" in text
    assert UNREAD in text  # beside the earlier of the two
    assert 'name="at" value="2026-11-30"' in text
    assert 'name="before" value="2026-11-01"' in text


def test_beside_a_refusal_nothing_is_counted_or_drawn(aiko: Client) -> None:
    answer = aiko.get(MAP, {"verdict": "nonsense"})
    text = answer.content.decode()
    assert answer.status_code == 400
    assert "Show everything" in text
    for wrong in ("No edge fits", "could not be drawn", 'class="number"', "main.js"):
        assert wrong not in text
