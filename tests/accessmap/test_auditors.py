"""Whatever an auditor opens is in the ledger; what others open is nobody's business."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from pytest_django import Settings

from accessmap.ledger.keys import CannotSign
from accessmap.models import Entry, Role
from tests.cast import MAKOTO
from tests.rows import make_crawl, make_user

pytestmark = pytest.mark.django_db


def opened() -> list[str]:
    read = Entry.objects.filter(kind="page-read").order_by("sequence")
    assert {each.actor for each in read} <= {MAKOTO}
    return [json.loads(each.body)["says"]["page"] for each in read]


@pytest.fixture
def auditor(client: Client) -> Client:
    """Makoto, signed in."""
    client.force_login(make_user(MAKOTO, Role.AUDITOR))
    return client


def test_pages_and_files_count_with_what_was_asked(auditor: Client) -> None:
    asked = ["/grants/?search=vendor", "/grants/?format=csv", "/accounts/"]
    for page in asked:
        assert auditor.get(page).status_code == 200
    assert opened() == asked


def test_what_a_page_draws_itself_with_is_the_page_s(auditor: Client) -> None:
    assert auditor.get("/map/elements").status_code == 200
    assert opened() == []


def test_what_was_not_shown_was_not_read(auditor: Client) -> None:
    assert auditor.get("/grants/999/").status_code == 404
    assert auditor.get("/reviews/open/").status_code == 403
    assert auditor.head("/accounts/").status_code == 200
    assert opened() == []


def test_a_part_that_asks_again_and_again_does_not(auditor: Client) -> None:
    crawl = make_crawl()
    assert auditor.get(f"/crawls/{crawl.pk}/progress").status_code in {200, 286}
    assert opened() == []


def test_what_analysts_and_reviewers_open_is_not_written(client: Client) -> None:
    for role in (Role.ANALYST, Role.REVIEWER):
        client.force_login(make_user(f"somebody.{role}", role))
        client.get("/reviews/inbox/")
    assert opened() == []


def test_what_cannot_be_written_is_not_shown(
    auditor: Client, settings: Settings
) -> None:
    settings.SIGNING_KEY = "broken"  # a ledger cannot begin
    with pytest.raises(CannotSign):
        auditor.get("/accounts/")
