from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accessmap.derive.grants import derive_account
from accessmap.models import Crawl, Grant, Hold, Outcome, Role, Scope, Snapshot
from tests import rows
from tests.cast import MAKOTO, PAYMENTS

pytestmark = pytest.mark.django_db
QUERIES = 5


@pytest.fixture
def aiko(client: Client) -> Client:
    client.force_login(rows.make_user())
    return client


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_opens_with_the_newest(aiko: Client) -> None:
    assert "Nothing has been read yet." in page(aiko, "/crawls/")
    crawl = rows.make_crawl(Crawl.State.PARTIAL)
    rows.make_coverage(crawl)
    rows.make_coverage(crawl, collector="s3", outcome=Outcome.DENIED)
    text = page(aiko, "/crawls/")
    assert "read 1 of 2 places completely" in text
    assert "With gaps" in text


@pytest.mark.parametrize("count", [1, 10])
def test_ten_crawls_need_as_many_queries_as_one(
    aiko: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _each in range(count):
        rows.make_coverage(rows.make_crawl())
    aiko.get("/crawls/")
    with django_assert_num_queries(QUERIES):
        page(aiko, "/crawls/")


def test_a_running_crawl_shows_how_far_it_is_and_asks_again(aiko: Client) -> None:
    crawl = rows.make_crawl(Crawl.State.RUNNING)
    for number, state in enumerate(("done", "leased", "waiting")):
        Scope.objects.create(
            crawl=crawl, account_id=PAYMENTS, collector=f"c{number}", state=state
        )
    text = page(aiko, crawl.get_absolute_url())
    assert "<strong>1 of 3</strong>" in text
    assert f'hx-get="/crawls/{crawl.pk}/progress"' in text
    assert "c1" in text


def test_once_it_has_ended_the_page_is_drawn_anew(aiko: Client) -> None:
    running = rows.make_crawl(Crawl.State.RUNNING)
    done = rows.make_crawl()
    still = aiko.get(f"/crawls/{running.pk}/progress")
    over = aiko.get(f"/crawls/{done.pk}/progress")
    assert "HX-Refresh" not in still.headers
    assert over.headers["HX-Refresh"] == "true"


def test_a_failed_crawl_says_why_and_that_nothing_is_lost(aiko: Client) -> None:
    crawl = rows.make_crawl(Crawl.State.FAILED, error="There is no organization.")
    rows.make_coverage(crawl, collector="organization", outcome=Outcome.DENIED)
    text = page(aiko, crawl.get_absolute_url())
    assert "The organization could not be read. AWS refused us." in text
    assert "<bdi>There is no organization.</bdi>" in text
    assert "What was known before stays as it was." in text


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_is_said_and_the_crawl_noted(aiko: Client) -> None:
    text = aiko.post("/crawls/start", follow=True).content.decode()
    assert "the queue at" in text
    assert "A crawl is running." in text
    assert Crawl.objects.running().get().trigger == "page"


def test_auditors_start_nothing(client: Client) -> None:
    client.force_login(rows.make_user(MAKOTO, Role.AUDITOR))
    assert client.post("/crawls/start").status_code == 403
    assert client.get("/crawls/").status_code == 200
    assert "Read AWS now" not in page(client, "/crawls/")


def test_starting_is_a_button_and_no_link(aiko: Client) -> None:
    assert aiko.get("/crawls/start").status_code == 405


def test_an_analyst_releases_what_was_held(aiko: Client) -> None:
    for _each in range(21):
        rows.make_snapshot(rows.make_resource())
    derive_account(rows.first_crawl(), PAYMENTS)
    later = rows.make_crawl()
    rows.make_coverage(later)
    Snapshot.objects.update(ended_at=later.started_at, ended_crawl=later)
    derive_account(later, PAYMENTS)
    hold = Hold.objects.get()
    assert "They are gone: release" in page(aiko, later.get_absolute_url())
    text = aiko.post(f"/holds/{hold.pk}/release", follow=True).content.decode()
    assert "21 grants are marked as gone." in text
    assert not Grant.objects.current().exists()
    assert aiko.post(f"/holds/{hold.pk}/release").status_code == 404


@pytest.mark.parametrize(
    ("missing", "current", "says", "is_silent_of"),
    [
        (3, 3, "when another crawl misses them too", "much of the whole organization"),
        (2, 9, "much of the whole organization", "Look in AWS whether"),
        (21, 40, "Look in AWS whether", "another crawl misses them"),
    ],
)
def test_a_hold_says_what_it_waits_for(
    aiko: Client, missing: int, current: int, says: str, is_silent_of: str
) -> None:
    hold = Hold.objects.create(
        crawl=rows.make_crawl(),
        account_id=PAYMENTS,
        missing_count=missing,
        current_count=current,
    )
    text = page(aiko, hold.crawl.get_absolute_url())
    assert says in text
    assert is_silent_of not in text
    assert "They are gone: release" in text
    Hold.objects.update(settled_at=rows.THEN)
    text = page(aiko, hold.crawl.get_absolute_url())
    assert "A later crawl has answered it" in text
    assert "They are gone: release" not in text


def test_grants_that_a_crawl_saw_first_are_one_link_away(aiko: Client) -> None:
    rows.make_grant()
    later = rows.make_crawl(started_at=rows.THEN + timedelta(days=1))
    rows.make_coverage(later)
    rows.make_grant(crawl=later)
    text = aiko.get(later.get_absolute_url()).content.decode()
    address = re.search(r'href="(/grants/[^"]+)">1</a>', text)
    assert address
    listed = aiko.get(html.unescape(address[1]))
    assert listed.context["page"].paginator.count == 1
