"""Which reviews are signed: what the map is compared with in one click."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import quote_plus

import pytest
from django.test import Client

from reviews.models import Campaign, SignOff
from reviews.signed import signed_reviews
from tests.reviews.story import aiko, campaign, ken

pytestmark = pytest.mark.django_db


def sign(found: Campaign, *parts: SignOff.Part) -> None:
    people = {SignOff.Part.OWNER: aiko(), SignOff.Part.MANAGEMENT: ken()}
    for part in parts:
        SignOff.objects.create(
            campaign=found,
            part=part,
            person=people[part],
            statement_en="It is so.",
            statement_ja="相違ありません。",
            signed_at=datetime(2026, 12, 1, tzinfo=UTC),
        )


def test_a_review_is_signed_when_both_have_signed() -> None:
    found = campaign()
    assert signed_reviews() == []
    sign(found, SignOff.Part.OWNER)
    assert signed_reviews() == []
    sign(found, SignOff.Part.MANAGEMENT)
    [signed] = signed_reviews()
    assert (signed.crawl, signed.seen_at) == (found.crawl_id, found.crawl.started_at)


def test_the_map_and_the_changes_offer_to_compare_with_it(client: Client) -> None:
    found = campaign()
    client.force_login(aiko())
    assert "No review has been signed yet" in client.get("/changes/").content.decode()
    sign(found, *SignOff.Part)
    for address in ("/", "/changes/"):
        page = client.get(address).content.decode()
        assert "Since the last signed review" in page
        assert quote_plus(found.crawl.started_at.isoformat()) in page
    assert "signed review: Fourth quarter" in client.get("/").content.decode()


def test_whoever_compares_with_it_is_told_which_it_is(client: Client) -> None:
    found = campaign()
    client.force_login(aiko())
    sign(found, *SignOff.Part)
    asked = {"before": found.crawl.started_at.isoformat()}
    for address in ("/", "/changes/"):
        page = client.get(address, asked).content.decode()
        url = re.escape(found.get_absolute_url())
        assert re.search(f'signed review:? <a[^>]*href="{url}"', page), address


def test_before_the_first_crawl_no_review_judged_anything(client: Client) -> None:
    sign(campaign(), *SignOff.Part)
    client.force_login(aiko())
    page = client.get("/", {"before": "2020-01-01"}).content.decode()
    assert "Nothing had been read by then." in page
    assert "signed review: <a" not in page
