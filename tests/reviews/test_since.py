"""What stood there last time is frozen, shown and kept."""

from __future__ import annotations

import pytest
from django.test import Client

from accessmap.policy.grant import Condition
from reviews.models import ReviewItem
from reviews.shown import shown_text
from reviews.since import changes, last_time
from tests.reviews.story import campaign, confirm, grants, reopened, revoke, rin
from tests.rows import end_grant, first_crawl, make_grant

pytestmark = pytest.mark.django_db


def page(item: ReviewItem) -> str:
    client = Client()
    client.force_login(rin())
    return client.get(item.get_absolute_url()).content.decode()


def asked_again() -> ReviewItem:
    """Confirmed, then its condition is taken away, and it is asked about again."""
    mfa = Condition("Bool", "aws:MultiFactorAuthPresent", ("true",))
    [grant] = grants(conditions=(mfa,))
    first = campaign(0).items.get()
    confirm(first, reason="With MFA it is fine.")
    end_grant(grant, crawl=first_crawl())
    make_grant(grant.resource, crawl=first_crawl())
    return reopened(first.campaign).items.get()


def test_the_difference_that_the_page_shows_is_what_a_decision_keeps() -> None:
    asked = asked_again()
    told = [f"{each.sign} {each.text}" for each in changes(asked, "en")]
    assert any(line.startswith("-") and "MFA" in line for line in told)
    assert "What changed since" in page(asked)
    text = revoke(asked).shown
    for line in told:
        assert line in text
    assert "change: changed" in text


def test_the_last_answer_is_frozen_as_it_stood_at_the_opening() -> None:
    asked = asked_again()
    last = last_time(asked)
    assert last
    assert last["verdict"] == "confirm"
    assert last["by"] == str(rin())
    line = f"last time: confirm {last['at']} by {last['by']}"
    assert line in shown_text(asked, "ja").splitlines()
    assert str(rin()) in page(asked)


def test_a_new_answer_in_the_older_review_changes_nothing_that_was_shown() -> None:
    older = campaign(1)
    first = older.items.get()
    confirm(first)
    newer = campaign(0, name="Beside it").items.get()
    before = shown_text(newer, "en")
    revoke(first, reason="Not needed after all.")
    newer = ReviewItem.objects.get(pk=newer.pk)
    assert shown_text(newer, "en") == before
    assert "confirm" in before


def test_who_wrote_the_policy_is_kept_and_what_is_not_known_of_it() -> None:
    asked = campaign(1).items.get()
    author = asked.circumstances["author"]
    line = f"last written not known: {author['unknown']}"
    assert any(each.startswith(line) for each in shown_text(asked, "en").splitlines())


def test_how_long_it_was_unused_and_what_blocks_it_is_kept() -> None:
    asked = campaign(1).items.get()
    asked.circumstances |= {"unused_days": 214, "blocked_by": ["scp no-outside"]}
    lines = shown_text(asked, "en").splitlines()
    assert "unused days: 214" in lines
    assert "blocked by: scp no-outside" in lines


def test_what_is_asked_for_the_first_time_has_no_last_time() -> None:
    asked = campaign(1).items.get()
    assert last_time(asked) is None
    assert changes(asked, "en") == []
    assert "change: new" in shown_text(asked, "en").splitlines()


def test_an_item_of_before_it_was_frozen_shows_the_same() -> None:
    asked = asked_again()
    frozen = shown_text(asked, "en")
    del asked.circumstances["was"], asked.circumstances["last"]
    assert shown_text(asked, "en") == frozen
