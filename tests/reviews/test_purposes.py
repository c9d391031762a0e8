"""What a grant is for: asked once, kept, and asked again when the grant changes."""

from __future__ import annotations

import pytest
from django.test import Client

from reviews.lifecycle import Purpose
from reviews.models import ReviewItem
from reviews.purposes import purpose_of
from tests.reviews.story import aiko, campaign, confirm, item, reopened, rin
from tests.rows import end_grant, first_crawl, make_grant

pytestmark = pytest.mark.django_db


def page(person: object, url: str) -> str:
    client = Client()
    client.force_login(person)
    return client.get(url).content.decode()


def said(asked: ReviewItem) -> None:
    confirm(asked, purpose=Purpose.JOINT_DEVELOPMENT, ticket="JD-2026-7")


def test_it_is_kept_for_the_next_campaign_and_chosen_already() -> None:
    first = item()
    said(first)
    again = reopened(first.campaign).items.get()
    shown = page(rin(), again.get_absolute_url())
    assert 'value="joint-development" checked' in shown
    assert 'value="JD-2026-7"' in shown


def test_it_is_asked_again_when_the_grant_has_changed() -> None:
    first = item()
    said(first)
    end_grant(first.grant, crawl=first_crawl())
    make_grant(first.grant.resource, actions=("sts:AssumeRole", "sts:TagSession"))
    again = reopened(first.campaign).items.get()
    assert purpose_of(again.fingerprint) is None
    shown = page(rin(), again.get_absolute_url())
    assert "Last time: Joint development. It has changed" in shown
    assert 'value="joint-development" checked' not in shown


def test_it_stands_on_the_page_of_the_grant() -> None:
    first = item()
    url = first.grant.get_absolute_url()
    assert "Nobody has said, of this text" in page(aiko(), url)
    said(first)
    shown = page(aiko(), url)
    assert "Joint development" in shown
    assert "JD-2026-7" in shown


def test_a_decision_that_says_nothing_of_it_leaves_it_as_it_was() -> None:
    first = item()
    said(first)
    confirm(first, reason="Once more.")
    found = purpose_of(first.fingerprint)
    assert found
    assert found.purpose == Purpose.JOINT_DEVELOPMENT
    assert campaign(0, name="Other").population_count == 1
