"""What was answered is answered again while all that it was judged by is the same."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accessmap.models import Role, User
from tests.cast import RIN
from tests.kitsune import settle
from tests.rows import make_grant, make_user

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
QUERIES = 3  # the facts by two, session and reader by one
BOTH = pytest.mark.parametrize("address", ["/map/elements", "/map/accounts"])


def signed_in(person: User) -> Client:
    client = Client(headers={"accept-encoding": "gzip"})
    client.force_login(person, backend=BACKEND)
    return client


@pytest.fixture
def aiko() -> User:
    settle()
    return make_user()


def asked(client: Client, address: str, etag: str = "") -> tuple[Any, int]:
    """Ask twice, so that it is known, and return the third answer with its queries."""
    headers = {"if-none-match": etag} if etag else {}
    for _time in range(2):
        client.get(address, headers=headers)
    with CaptureQueriesContext(connection) as seen:
        return client.get(address, headers=headers), len(seen)


@BOTH
def test_the_same_answer_takes_three_queries(aiko: User, address: str) -> None:
    client = signed_in(aiko)
    whole = client.get(address)
    again, count = asked(client, address)
    assert count == QUERIES
    assert (again.status_code, again.content) == (200, whole.content)
    assert dict(again.items()) == dict(whole.items())
    unchanged, count = asked(client, address, whole["ETag"])
    assert (unchanged.status_code, unchanged.content, count) == (304, b"", QUERIES)
    assert unchanged["ETag"] == whole["ETag"]


def _signs_out(person: User) -> None:
    Session.objects.all().delete()


def _is_let_go(person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)


def _has_another_password(person: User) -> None:
    person.set_password("another")
    person.save()


def _session_is_over(person: User) -> None:
    before = timezone.now() - timedelta(seconds=1)
    Session.objects.update(expire_date=before)


def _becomes_a_reviewer(person: User) -> None:
    User.objects.filter(pk=person.pk).update(role=Role.REVIEWER)


@BOTH
@pytest.mark.parametrize(
    ("happens", "status"),
    [
        (_signs_out, 302),
        (_is_let_go, 302),
        (_has_another_password, 302),
        (_session_is_over, 302),
        (_becomes_a_reviewer, 403),
    ],
)
def test_who_may_no_longer_see_it_does_not(
    aiko: User, address: str, happens: Any, status: int
) -> None:
    client = signed_in(aiko)
    etag = client.get(address)["ETag"]
    for each in ("", etag):
        assert asked(client, address, each)[1] == QUERIES
    happens(aiko)
    for headers in ({}, {"if-none-match": etag}):
        assert client.get(address, headers=headers).status_code == status


@BOTH
def test_a_session_that_ends_meanwhile_ends(
    aiko: User, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(aiko)
    asked(client, address)
    later = timezone.now() + timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert client.get(address).status_code == 302


@BOTH
def test_a_new_fact_and_another_language_are_told(aiko: User, address: str) -> None:
    client = signed_in(aiko)
    first, _count = asked(client, address)
    make_grant()
    second = client.get(address, headers={"if-none-match": first["ETag"]})
    assert second.status_code == 200
    asked(client, address)
    User.objects.filter(pk=aiko.pk).update(language="ja")
    assert client.get(address)["Content-Language"] == "ja"


@BOTH
def test_nobody_is_answered_by_what_another_was(aiko: User, address: str) -> None:
    client = signed_in(aiko)
    asked(client, address)
    client.force_login(make_user(RIN, Role.REVIEWER), backend=BACKEND)
    assert client.get(address).status_code == 403
    client.logout()
    assert client.get(address).status_code == 302
