"""What a reviewer reads of an item is kept with the decision, word for word."""

from __future__ import annotations

import pytest
from django.test import Client

from reviews.models import ReviewItem
from reviews.shown import shown_text
from tests.reviews.story import campaign, grants, rin
from tests.rows import make_report

pytestmark = pytest.mark.django_db
TRIED = {"s3": "2026-11-03T08:00:00+00:00"}


def page(item: ReviewItem) -> str:
    client = Client()
    client.force_login(rin())
    return client.get(item.get_absolute_url()).content.decode()


def test_the_services_that_a_role_tried_are_frozen_shown_and_kept() -> None:
    [grant] = grants()
    report = make_report(grant.resource, TRIED)
    asked = campaign(0).items.get()
    report.delete()

    assert asked.circumstances["tried"]["service_count"] == 14
    assert "<strong>1</strong> were tried in 400 days" in page(asked)
    line = "services tried in 400 days: 1 of 14 (s3), told 2026-11-23"
    assert line in shown_text(asked, "en").splitlines()
    assert line in shown_text(asked, "ja").splitlines()


def test_what_is_not_known_of_a_role_is_not_said() -> None:
    asked = campaign().items.get()

    assert "tried" not in asked.circumstances
    assert "Services tried" not in page(asked)
    assert "services tried" not in shown_text(asked, "en")
