"""What was decided before about the same thing."""

from __future__ import annotations

from typing import Any

import pytest

from reviews.models import Campaign
from reviews.operations.open_campaign import open_campaign
from tests.reviews.story import (
    FAR,
    aiko,
    campaign,
    confirm,
)
from tests.rows import end_grant, first_crawl, make_grant

pytestmark = pytest.mark.django_db


def opened(**more: Any) -> Campaign:
    fields = {"name": "Fourth quarter", "query": "", "due_on": FAR}
    return open_campaign(opened_by=aiko(), **{**fields, **more})


def test_what_was_confirmed_before_is_unchanged() -> None:
    first = campaign().items.get()
    confirm(first)
    again = opened(name="Next").items.get()
    assert again.previous == first
    assert again.circumstances["change"] == "unchanged"


def test_what_was_gone_and_came_back_is_not_unchanged() -> None:
    first = campaign().items.get()
    confirm(first)
    end_grant(first.grant, crawl=first_crawl())
    back = make_grant(first.grant.resource)
    assert back.fingerprint == first.fingerprint
    again = opened(name="Next").items.get()
    assert again.previous == first
    assert again.circumstances["change"] == "returned"


def test_an_edited_policy_is_a_changed_grant() -> None:
    first = campaign().items.get()
    confirm(first)
    end_grant(first.grant, crawl=first_crawl())
    make_grant(first.grant.resource, actions=("sts:AssumeRole", "sts:TagSession"))
    again = opened(name="Next").items.get()
    assert again.previous == first
    assert again.circumstances["change"] == "changed"
