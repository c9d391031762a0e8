from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accessmap.models import Role
from tests.cast import OLD_POS, PAYMENTS, TANUKI
from tests.kitsune import settle
from tests.rows import make_grant, make_user

pytestmark = pytest.mark.django_db
MAP, ELEMENTS, EDGE = "/", "/map/elements", "/map/edge"


@pytest.fixture
def aiko(client: Client) -> Client:
    client.force_login(make_user(), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_it_wants_somebody_to_sign_in(client: Client) -> None:
    for page in (MAP, ELEMENTS, EDGE):
        assert client.get(page).status_code == 302


def test_a_reviewer_is_led_to_the_inbox(client: Client) -> None:
    rin = make_user("rin.takeda", Role.REVIEWER)
    client.force_login(rin, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(MAP)["Location"] == reverse("reviews:inbox-index")
    assert client.get(ELEMENTS).status_code == 403


def test_the_list_says_what_the_picture_shows(aiko: Client) -> None:
    settle()
    page = aiko.get(MAP).content.decode()
    picture = aiko.get(ELEMENTS).json()
    assert page.count("<tr data-edge=") == len(picture["edges"])
    assert "Tanuki Observability" in page
    assert TANUKI in page


def test_what_was_not_read_is_unknown_and_not_zero(aiko: Client) -> None:
    settle()
    page = aiko.get(MAP).content.decode()
    assert "23 of 24" in page
    assert OLD_POS in page
    assert "unknown, not zero" in page


def test_before_the_first_crawl_it_says_what_to_do(aiko: Client) -> None:
    page = aiko.get(MAP).content.decode()
    assert "Nothing has been read yet" in page
    assert reverse("accessmap:crawls-index") in page


def test_filters_narrow_list_and_picture_alike(aiko: Client) -> None:
    settle()
    page = aiko.get(MAP, {"verdict": "public"})
    assert page.content.decode().count("<tr data-edge=") == 3
    assert len(aiko.get(ELEMENTS, {"verdict": "public"}).json()["edges"]) == 3


def test_a_filter_we_do_not_know_is_refused_in_words(aiko: Client) -> None:
    page = aiko.get(MAP, {"verdict": "publik"})
    assert page.status_code == 400
    assert "Did you mean “public”?" in page.content.decode()
    assert aiko.get(ELEMENTS, {"verdict": "publik"}).status_code == 400
    assert aiko.get(EDGE, {"verdict": "publik"}).status_code == 400


def test_a_unit_that_is_not_there_is_not_found(aiko: Client) -> None:
    assert aiko.get(MAP, {"unit": "ou-nothing"}).status_code == 404


def test_an_edge_shows_its_grants_with_the_statement_marked(aiko: Client) -> None:
    settle()
    page = aiko.get(EDGE, {"from": TANUKI, "to": PAYMENTS}).content.decode()
    assert page.count('class="one"') == 3
    assert "<mark>" in page
    assert f"<u>{TANUKI}</u>" in page
    assert "payments-prod" in page


def test_an_edge_opens_without_a_script_too(aiko: Client) -> None:
    settle()
    whole = aiko.get(EDGE, {"from": TANUKI, "to": PAYMENTS})
    part = aiko.get(
        EDGE, {"from": TANUKI, "to": PAYMENTS}, headers={"hx-request": "true"}
    )
    assert "<html" in whole.content.decode()
    assert "<html" not in part.content.decode()


def test_an_edge_that_has_gone_says_so(aiko: Client) -> None:
    settle()
    page = aiko.get(EDGE, {"from": "nobody", "to": PAYMENTS}).content.decode()
    assert "Nothing is granted here now" in page


def test_names_that_carry_markup_stay_text(aiko: Client) -> None:
    settle()
    from accessmap.models import Account

    Account.objects.filter(account_id=PAYMENTS).update(name="<img src=x onerror=1>")
    page = aiko.get(MAP).content.decode()
    assert "<img" not in page
    found = json.dumps(aiko.get(ELEMENTS).json())
    assert "onerror=1" in found  # as data; the canvas draws it as text


@pytest.mark.parametrize("language", ["en", "ja"])
def test_it_speaks_the_readers_language(aiko: Client, language: str) -> None:
    settle()
    page = aiko.get(MAP, headers={"accept-language": language})
    assert f'<html lang="{language}">' in page.content.decode()


def test_the_map_costs_the_same_queries_however_much_is_granted(
    aiko: Client, django_assert_max_num_queries: Any
) -> None:
    settle()
    with django_assert_max_num_queries(45):
        aiko.get(MAP)
    for _number in range(10):
        make_grant()
    with django_assert_max_num_queries(45):
        aiko.get(MAP)


def test_a_bundle_of_groups_and_units_opens_too(aiko: Client) -> None:
    settle()
    ends = {"from": "all:vendors", "to": "unit:ou-k1t5-production"}
    page = aiko.get(EDGE, ends).content.decode()
    assert page.count('class="one"') == 6
    inside = {"from": "unit:ou-k1t5-security", "to": "unit:ou-k1t5-data"}
    assert aiko.get(EDGE, inside).content.decode().count('class="one"') == 1


def test_each_number_of_the_legend_is_that_of_the_list_behind_it(aiko: Client) -> None:
    settle()
    page = aiko.get(MAP).content.decode()
    found = re.findall(r'href="(/grants/\?[^"]+)" aria-label="[^"]*?(\d+) grant', page)
    assert len(found) == 9
    for address, count in found:
        text = aiko.get(address.replace("&amp;", "&")).content.decode()
        listed = re.search(r"<strong>(\d+) grants?</strong>", text)
        assert (listed[1] if listed else "0") == count, address


def test_the_form_keeps_what_it_does_not_show(aiko: Client) -> None:
    settle()
    asked = {"before": "2026-11-20", "source": TANUKI, "ou": "Production"}
    page = aiko.get(MAP, asked).content.decode()
    assert '<input type="hidden" name="before" value="2026-11-20">' in page
    assert f'<input type="hidden" name="source" value="{TANUKI}">' in page
    assert "Organizational unit" in page


def test_each_crawl_on_the_strip_has_its_day_and_times_say_whose_they_are(
    aiko: Client,
) -> None:
    settle()
    page = aiko.get(MAP).content.decode()
    assert '<span class="day" aria-hidden="true">23 Nov</span>' in page
    assert "23 November 2026, 06:10 UTC</strong>" in page
    in_japanese = aiko.get(MAP, headers={"accept-language": "ja"}).content.decode()
    assert "11月23日</span>" in in_japanese
    assert "2026年11月23日 6:10 UTC</strong>" in in_japanese
