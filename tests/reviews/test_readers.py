from __future__ import annotations

import pytest
from django.test import Client

from reviews.lifecycle import AtClose
from reviews.models import ReviewItem
from reviews.operations.close_campaign import close_campaign
from tests import rows
from tests.reviews import story

pytestmark = pytest.mark.django_db


def test_a_reviewer_opens_the_grant_they_are_asked_about_and_no_other(
    client: Client,
) -> None:
    asked = story.item()
    other = rows.make_grant()
    client.force_login(asked.reviewer)
    assert client.get(asked.grant.get_absolute_url()).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 403


def test_the_page_of_a_grant_says_who_is_asked_about_it(client: Client) -> None:
    asked = story.item()
    client.force_login(story.aiko())
    page = client.get(asked.grant.get_absolute_url()).content.decode()
    assert "Waiting for <bdi>Rin Takeda</bdi>" in page
    assert f'<a href="{asked.get_absolute_url()}"><bdi>Fourth quarter</bdi></a>' in page
    assert "due Jan. 1, 2100" in page or "due 1 January 2100" in page
    assert "Nobody has decided about this text yet." not in page
    story.confirm(asked)
    page = client.get(asked.grant.get_absolute_url()).content.decode()
    assert "Waiting for" not in page
    assert "Confirmed" in page


def test_a_closed_review_waits_for_nobody(client: Client) -> None:
    asked = story.item()
    close_campaign(
        asked.campaign, closed_by=story.aiko(), at_close=AtClose.KEEP, reason="Done."
    )
    client.force_login(story.aiko())
    page = client.get(asked.grant.get_absolute_url()).content.decode()
    assert "Waiting for" not in page


def test_another_reviewer_of_the_grant_gets_no_way_into_the_item(
    client: Client,
) -> None:
    grant = story.two_sided_grant()
    story.campaign(0)
    theirs, own = (
        ReviewItem.objects.get(grant=grant, reviewer=each)
        for each in (story.daichi(), story.rin())
    )
    client.force_login(story.rin())
    page = client.get(grant.get_absolute_url()).content.decode()
    assert page.count("Waiting for") == 2
    assert own.get_absolute_url() in page
    assert theirs.get_absolute_url() not in page
