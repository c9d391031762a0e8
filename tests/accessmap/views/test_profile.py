from __future__ import annotations

import pytest
from django.test import Client

from accessmap.models import User
from tests import rows

pytestmark = pytest.mark.django_db

PAGE = "/profile/"


@pytest.fixture
def aiko(client: Client) -> User:
    user = rows.make_user()
    client.force_login(user)
    return user


def test_who_chose_nothing_reads_what_the_browser_asks_for(
    client: Client, aiko: User
) -> None:
    asked = client.get(PAGE, headers={"accept-language": "ja"})
    assert asked.headers["Content-Language"] == "ja"
    assert client.get(PAGE).headers["Content-Language"] == "en"


def test_a_chosen_language_wins_over_the_browser(client: Client, aiko: User) -> None:
    client.post(PAGE, {"language": "ja", "time_zone": ""})
    answer = client.get(PAGE, headers={"accept-language": "en"})
    assert answer.headers["Content-Language"] == "ja"
    assert b'lang="ja"' in answer.content


def test_the_button_in_the_header_changes_what_is_kept(
    client: Client, aiko: User
) -> None:
    aiko.language = "ja"
    aiko.save()
    client.post("/profile/language", {"language": "en", "next": "/coverage/"})
    aiko.refresh_from_db()
    assert aiko.language == "en"
    assert client.get(PAGE).headers["Content-Language"] == "en"


def test_a_visitor_changes_the_language_of_the_sign_in_page(client: Client) -> None:
    answer = client.post("/profile/language", {"language": "ja", "next": "/sign-in/"})
    assert answer.headers["Location"] == "/sign-in/"
    assert client.get("/sign-in/").headers["Content-Language"] == "ja"


def test_a_language_that_is_not_spoken_changes_nothing(
    client: Client, aiko: User
) -> None:
    client.post("/profile/language", {"language": "xx", "next": "/"})
    aiko.refresh_from_db()
    assert aiko.language == ""


def test_times_are_shown_in_the_readers_zone(client: Client, aiko: User) -> None:
    client.post(PAGE, {"language": "", "time_zone": "Asia/Tokyo"})
    assert "<strong>Asia/Tokyo</strong>" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("zone", ["Tokyo", "../../etc/passwd", "UTC\x00"])
def test_what_is_no_time_zone_is_refused_with_an_example(
    client: Client, aiko: User, zone: str
) -> None:
    answer = client.post(PAGE, {"language": "", "time_zone": zone})
    page = answer.content.decode()
    assert "Asia/Tokyo" in page
    assert 'role="alert"' in page
    aiko.refresh_from_db()
    assert aiko.time_zone == ""
