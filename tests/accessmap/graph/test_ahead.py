"""Whoever comes first after a crawl waits for nothing: all is drawn already."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accessmap.crawl.finish import finish_crawl
from accessmap.graph.ahead import zones
from accessmap.graph.kept import folder
from accessmap.graph.overview import ACCOUNTS_AT_MOST
from accessmap.models import Crawl, Role
from accessmap.reach import files, fresh
from tests.cast import AIKO, PAYMENTS
from tests.kitsune import settle
from tests.rows import make_account, make_coverage, make_unit, make_user

pytestmark = pytest.mark.django_db
OF_A_DRAWN_PICTURE = 4  # session, reader, and what the facts are now


def crawl() -> None:
    """One more crawl ends, as the job of its last scope ends it."""
    begun = Crawl.objects.create()
    make_coverage(begun, account_id=PAYMENTS)
    assert finish_crawl(begun.pk).finished_at


def drawn() -> set[str]:
    return {each.name for each in folder().glob("*.gz")}


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("zone", ["", "Asia/Tokyo"])
def test_the_first_request_after_a_crawl_draws_nothing(
    client: Client,
    language: str,
    zone: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    settle()
    client.force_login(make_user(AIKO, time_zone=zone))
    headers = {"Accept-Language": language}
    crawl()
    before = drawn()
    assert before
    with django_assert_max_num_queries(OF_A_DRAWN_PICTURE):
        assert client.get("/map/elements", headers=headers).status_code == 200
    assert client.get("/", headers=headers).status_code == 200
    assert drawn() == before


def test_all_accounts_of_a_large_organization_are_drawn_as_well(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    unit = make_unit()
    for number in range(ACCOUNTS_AT_MOST + 1):
        make_account(f"{500_000_000_000 + number}", unit=unit)
    client.force_login(make_user(AIKO))
    crawl()
    before = drawn()
    for address in ("/map/elements", "/map/accounts"):
        with django_assert_max_num_queries(OF_A_DRAWN_PICTURE):
            assert client.get(address).status_code == 200
    assert drawn() == before


def test_the_index_of_reach_is_there_too(client: Client) -> None:
    settle()
    client.force_login(make_user(AIKO))
    crawl()
    made = files.newest(fresh.folder())
    assert client.get(f"/reach/?to={PAYMENTS}").status_code == 200
    assert files.newest(fresh.folder()) == made


def test_it_is_drawn_in_the_zones_that_most_readers_chose() -> None:
    for number, zone in enumerate(["Asia/Tokyo", "Asia/Tokyo", "Europe/Paris", ""]):
        make_user(f"reader-{number}", Role.AUDITOR, time_zone=zone)
    make_user("owner", Role.REVIEWER, time_zone="America/Lima")
    assert [each.key for each in zones()] == ["UTC", "Asia/Tokyo", "Europe/Paris"]
