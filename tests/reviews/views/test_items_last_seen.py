"""Who decides is told first that nobody can say what a grant is now."""

from __future__ import annotations

import pytest
from django.test import Client

from accessmap.models import Account, Derivation, Outcome, User
from reviews.models import ReviewItem
from reviews.operations.open_campaign import open_campaign
from tests.cast import PAYMENTS
from tests.reviews.story import FAR, aiko, campaign, grants, item, rin
from tests.rows import make_coverage, make_crawl

pytestmark = pytest.mark.django_db
UNREAD = (
    "This is how it was on 23 November 2026: we could not read it since, so it may be "
    "different now, or gone."
)
UNREAD_JA = (
    "2026年11月23日の状態です。それ以降は読み取れていないため、"
    "現在は変わっているか、なくなっているかもしれません。"
)
TAG = "As last seen on 23 November 2026"


def page(address: str, person: User, language: str = "en") -> str:
    client = Client(headers={"accept-language": language})
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def refuse() -> None:
    make_coverage(make_crawl(), outcome=Outcome.DENIED)


def test_an_item_that_cannot_be_read_says_so_before_the_form() -> None:
    asked = item().get_absolute_url()
    assert UNREAD not in page(asked, rin())
    refuse()
    text = page(asked, rin())
    before, _, after = text.partition(UNREAD)
    assert 'id="decide"' in after
    assert 'id="decide"' not in before
    assert UNREAD_JA in page(asked, rin(), "ja")
    assert UNREAD in page("/reviews/inbox/", rin())  # shows the first item
    assert UNREAD in page(asked, aiko())


def test_an_account_that_left_is_said_to_have_left() -> None:
    asked = item()
    Account.objects.filter(account_id=PAYMENTS).update(left_at=make_crawl().started_at)
    said = "on 23 November 2026: its account left the organization since, so it may"
    assert said in page(asked.get_absolute_url(), rin())


def test_what_was_missing_and_is_not_believed_gone_is_said_to_be_so() -> None:
    asked = item()
    crawl = make_crawl()
    make_coverage(crawl)
    Derivation.objects.create(account_id=PAYMENTS, held={asked.grant_id: crawl.pk})
    said = "it was missing when we looked since, with too much else to believe that"
    assert said in page(asked.get_absolute_url(), rin())


def test_each_card_of_the_inbox_has_the_day() -> None:
    campaign(2)
    assert TAG not in page("/reviews/inbox/", rin())
    refuse()
    assert page("/reviews/inbox/", rin()).count(TAG) == 2
    assert "2026年11月23日に最後に見たまま" in page("/reviews/inbox/", rin(), "ja")


def test_identical_grants_have_it_each() -> None:
    aiko()
    for grant in grants(2):
        grant.resource.name = "deploy"
        grant.resource.save()
    open_campaign(name="Alike", query="", due_on=FAR, opened_by=aiko())
    asked = ReviewItem.objects.order_by("number").first()
    assert asked is not None
    refuse()
    text = page(f"{asked.get_absolute_url()}alike/", rin())
    assert UNREAD in text
    form = text.partition("<fieldset")[2].partition("</fieldset>")[0]
    assert form.count(TAG) == form.count('name="numbers"') > 0


def test_what_is_gone_or_closed_is_not_told_as_last_seen() -> None:
    asked = item()
    refuse()
    asked.grant.ended_at = asked.grant.first_seen_at
    asked.grant.ended_crawl = asked.grant.began_crawl
    asked.grant.save()
    assert UNREAD not in page(asked.get_absolute_url(), rin())
