from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from sesame.utils import get_query_string

from accessmap.models import Role
from tests import rows
from tests.cast import AIKO, RIN

pytestmark = pytest.mark.django_db

LINK = "/sign-in/link"


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_every_page_asks_who_you_are(client: Client) -> None:
    for name in ("grants-index", "accounts-index", "coverage-index", "crawls-index"):
        answer = client.get(reverse(f"accessmap:{name}"))
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/sign-in/")


def test_an_analyst_arrives_at_the_map_and_a_reviewer_at_the_inbox(
    client: Client,
) -> None:
    rows.make_user(AIKO)
    rows.make_user(RIN, Role.REVIEWER)
    for name, home in ((AIKO, "/"), (RIN, reverse("reviews:inbox-index"))):
        words = {"username": name, "password": rows.PASSWORD}
        assert client.post("/sign-in/", words).headers["Location"] == home
        client.logout()


def test_a_wrong_password_is_refused_in_a_sentence(client: Client) -> None:
    rows.make_user()
    answer = client.post("/sign-in/", {"username": AIKO, "password": "wrong"})
    assert "Name and password do not match" in answer.content.decode()
    assert not is_signed_in(client)


def test_a_link_signs_in_by_its_button_and_once(client: Client) -> None:
    token = get_query_string(rows.make_user())
    assert b"This link signs you in as" in client.get(f"{LINK}{token}").content
    assert not is_signed_in(client)
    # Opening it again, as a mail scanner does, uses nothing up.
    assert client.get(f"{LINK}{token}").status_code == 200
    words = {"sesame": token.partition("=")[2]}
    assert client.post(LINK, words).headers["Location"] == "/"
    assert is_signed_in(client)
    client.logout()
    assert client.post(LINK, words).status_code == 403
    assert not is_signed_in(client)


def test_a_link_leads_on_to_our_pages_only(client: Client) -> None:
    user = rows.make_user()
    for after, expected in (("/coverage/", "/coverage/"), ("//evil.example", "/")):
        token = get_query_string(user).partition("=")[2]
        answer = client.post(LINK, {"sesame": token, "next": after})
        assert answer.headers["Location"] == expected
        user.refresh_from_db()


@pytest.mark.parametrize("token", ["", "?sesame=", "?sesame=nonsense"])
def test_a_link_that_does_not_work_says_what_to_do(client: Client, token: str) -> None:
    answer = client.get(f"{LINK}{token}")
    assert answer.status_code == 403
    assert "does not work any more" in answer.content.decode()


def test_signing_out_is_a_button_and_no_link(client: Client) -> None:
    client.force_login(rows.make_user())
    assert client.get("/sign-out").status_code == 405
    client.post("/sign-out")
    assert not is_signed_in(client)


def guess(client: Client, times: int) -> None:
    for _each in range(times):
        client.post("/sign-in/", {"username": AIKO, "password": "wrong"})


def test_who_guesses_ten_times_waits_even_with_the_right_password(
    client: Client,
) -> None:
    rows.make_user()
    guess(client, 10)
    answer = client.post("/sign-in/", {"username": AIKO, "password": rows.PASSWORD})
    assert answer.status_code == 429
    assert "Try again in 15 minutes" in answer.content.decode()
    assert not is_signed_in(client)


def test_a_right_password_forgives_the_wrong_ones_before_it(client: Client) -> None:
    rows.make_user()
    words = {"username": AIKO, "password": rows.PASSWORD}
    for _round in range(2):
        guess(client, 9)
        client.post("/sign-in/", words)
        assert is_signed_in(client)
        client.logout()


def test_a_link_lets_in_whom_somebody_else_locked_out(client: Client) -> None:
    token = get_query_string(rows.make_user()).partition("=")[2]
    guess(client, 11)
    client.post(LINK, {"sesame": token})
    assert is_signed_in(client)


def test_others_are_not_locked_out(client: Client) -> None:
    rows.make_user()
    rows.make_user(RIN, Role.REVIEWER)
    guess(client, 11)
    client.post("/sign-in/", {"username": RIN, "password": rows.PASSWORD})
    assert is_signed_in(client)
