"""An outside party has a page and a panel: who it is, and what it reaches."""

from __future__ import annotations

import html

import pytest
from django.core.cache import cache
from django.test import Client

from accessmap.models import Role
from accessmap.policy.grant import Principal
from accessmap.policy.kinds import AccessLevel, PolicyKind, PrincipalKind
from tests import rows
from tests.cast import PAYMENTS, RIN, STRANGER, TANUKI
from tests.kitsune import settle

pytestmark = pytest.mark.django_db
NOBODY = "100000000009"
PLACES = ("/accounts/{}/", "/map/account/{}")


@pytest.fixture
def aiko(client: Client) -> Client:
    cache.clear()
    client.force_login(rows.make_user())
    return client


def told(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(html.unescape(answer.content.decode()).split())


@pytest.mark.parametrize("place", PLACES)
def test_a_vendor_says_who_it_is_and_what_it_reaches(aiko: Client, place: str) -> None:
    settle()
    rows.make_account(PAYMENTS, tags={"Owner": RIN})
    text = told(aiko, place.format(TANUKI))
    assert "Tanuki Observability" in text
    assert "Our own list of outside accounts" in text
    assert "let in by <strong>5 grants</strong>" in text
    reached = text[text.index("What it reaches") :]
    names = ("payments-prod", "data-lake", "shop-prod")
    assert [name in reached for name in names] == [True] * 3
    assert f'href="/reach/?from={TANUKI}"' in text
    assert f"/grants/?source={TANUKI}&target={PAYMENTS}" in text
    assert f'href="/grants/?source={TANUKI}"' in text


def test_the_widest_access_is_of_what_is_not_blocked(aiko: Client) -> None:
    rows.make_account()
    bucket, kind = rows.make_bucket(), PolicyKind.RESOURCE
    rows.make_grant(bucket, policy_kind=kind, access_levels=(AccessLevel.READ,))
    text = told(aiko, PLACES[0].format(TANUKI))
    assert "<td>Read</td>" in text


def test_who_becomes_a_role_may_what_the_role_may(aiko: Client) -> None:
    rows.make_account()
    rows.make_grant(access_levels=(AccessLevel.WRITE,))
    text = told(aiko, PLACES[0].format(TANUKI))
    assert ">As one role may</a></td>" in text
    assert "<td>Write" not in text


@pytest.mark.parametrize("place", PLACES)
def test_who_has_no_name_is_said_to_be_unknown(aiko: Client, place: str) -> None:
    settle()
    text = told(aiko, place.format(STRANGER))
    assert "Not known to us" in text
    assert STRANGER in text
    assert "Nobody has named it" in text
    assert "sandbox-sato" in text


def test_the_panel_keeps_to_the_filter_of_the_map(aiko: Client) -> None:
    settle()
    text = told(aiko, f"/map/account/{TANUKI}?verdict=public")
    assert "No grant of ours that fits these filters lets it in." in text
    assert "What it reaches" not in text


@pytest.mark.parametrize("place", PLACES)
def test_whoever_no_grant_names_is_not_found_and_that_is_said(
    aiko: Client, place: str
) -> None:
    settle()
    text = told(aiko, place.format(NOBODY), status=404)
    assert f"No grant names the account {NOBODY}" in text
    assert "What was not read" in text


def test_what_has_not_twelve_digits_is_no_account(aiko: Client) -> None:
    text = told(aiko, "/accounts/payments/", status=404)
    assert "“payments” is no account’s number" in text
    assert "it may still be let in" not in text


def test_the_panel_of_the_map_says_so_instead_of_failing(aiko: Client) -> None:
    settle()
    answer = aiko.get(PLACES[1].format(NOBODY), headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert f"No grant names the account {NOBODY}" in answer.content.decode()


def test_a_name_of_theirs_stays_text(aiko: Client) -> None:
    rows.make_counterparty(name="<img src=x>", source="<script>1</script>")
    rows.make_grant(
        principal=Principal(PrincipalKind.ACCOUNT, TANUKI, TANUKI),
    )
    page = aiko.get(PLACES[0].format(TANUKI)).content.decode()
    assert "<img" not in page
    assert "<script>1" not in page


def test_a_reviewer_does_not_get_it(client: Client) -> None:
    client.force_login(rows.make_user(RIN, Role.REVIEWER))
    rows.make_grant()
    for place in PLACES:
        assert client.get(place.format(TANUKI)).status_code == 403
