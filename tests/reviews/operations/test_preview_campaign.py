"""What a campaign would ask, before it is opened."""

from __future__ import annotations

import pytest

from reviews.errors import FilterUnknown
from reviews.models import Campaign
from reviews.operations.preview_campaign import preview_campaign
from tests.reviews.story import aiko, grants, ken, rin, two_sided_grant
from tests.rows import make_grant

pytestmark = pytest.mark.django_db


def test_it_counts_grants_accounts_and_reviewers() -> None:
    aiko()
    grants(3)
    make_grant()
    seen = preview_campaign(query="")
    assert (seen.grant_count, seen.account_count, seen.fallback_count) == (4, 1, 1)
    assert seen.reviewers == ((rin(), 3), (aiko(), 1))
    assert seen.minutes_each == 2


def test_it_counts_the_sides_and_the_fallback_that_are_chosen() -> None:
    aiko()
    two_sided_grant()
    make_grant()
    assert preview_campaign(query="").item_count == 3
    seen = preview_campaign(query="", is_two_sided=False, fallback=ken())
    assert seen.reviewers == ((rin(), 1), (ken(), 1))


def test_it_writes_nothing() -> None:
    aiko()
    grants()
    preview_campaign(query="")
    assert not Campaign.objects.exists()


def test_nothing_to_ask_is_zero_and_not_an_error() -> None:
    aiko()
    grants()
    seen = preview_campaign(query="search=nobody")
    assert (seen.grant_count, seen.minutes_each) == (0, 0)


def test_it_refuses_the_filter_that_opening_would_refuse() -> None:
    grants()
    with pytest.raises(FilterUnknown):
        preview_campaign(query="zone=mars")
