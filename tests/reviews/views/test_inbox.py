"""What somebody is asked, and how far they are."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accessmap.models import Role, User
from reviews import review_progress
from reviews.models import ReviewItem
from reviews.operations.open_campaign import open_campaign
from reviews.progress import Progress
from tests.cast import KEN
from tests.reviews.story import (
    FAR,
    aiko,
    ask_exception,
    campaign,
    confirm,
    grants,
    item,
    revoke,
    rin,
)
from tests.rows import make_user

pytestmark = pytest.mark.django_db


def inbox(person: User, **query: Any) -> str:
    client = Client()
    client.force_login(person)
    return client.get(reverse("reviews:inbox-index"), query).content.decode()


def test_it_says_when_nothing_is_asked() -> None:
    assert "Nothing is asked of you" in inbox(make_user(KEN, Role.REVIEWER))


def test_it_shows_how_many_are_left_and_the_first_of_them() -> None:
    found = campaign(3)
    confirm(found.items.riskiest_first()[0])
    shown = inbox(rin())
    assert "1 of 3 decided" in shown
    assert "About 2 minutes left" in shown
    assert 'name="verdict" value="revoke"' in shown


def test_an_exception_that_nobody_answered_is_decided_nowhere() -> None:
    found = campaign(3)
    first, second, _third = found.items.riskiest_first()
    confirm(first)
    ask_exception(second)
    shown = inbox(rin())
    assert "1 of 3 decided" in shown
    assert "1 exception waits for a second person." in shown
    assert Progress(found).total.settled == 1
    assert [cells for _name, cells in review_progress.figures().rows] == [
        (1, 0, 0, 2, 0)
    ]


def test_it_says_when_everything_is_decided() -> None:
    revoke(item())
    assert "You are done." in inbox(rin())


def test_it_shows_nothing_of_somebody_else() -> None:
    campaign()
    assert "Nothing is asked of you" in inbox(make_user(KEN, Role.REVIEWER))


def test_a_second_review_is_one_link_away() -> None:
    campaign()
    second = open_campaign(name="Vendors", query="", due_on=FAR, opened_by=aiko())
    shown = inbox(rin())
    assert f"?campaign={second.pk}" in shown
    assert "Vendors" in inbox(rin(), campaign=second.pk)


def test_a_campaign_number_that_is_none_is_an_empty_inbox() -> None:
    campaign()
    assert "Nothing is asked of you" in inbox(rin(), campaign="999999")
    assert "decided" in inbox(rin(), campaign="x'--")


def test_a_long_list_says_what_it_leaves_out(
    django_assert_max_num_queries: Any,
) -> None:
    aiko()
    grants(45)
    open_campaign(name="Long", query="", due_on=FAR, opened_by=aiko())
    assert ReviewItem.objects.count() == 45
    inbox(rin())  # what could not be read is looked for once
    with django_assert_max_num_queries(45):
        assert "And 5 more after these" in inbox(rin())
