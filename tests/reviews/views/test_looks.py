"""Whoever reads Japanese reads in Japanese what a crawl saw of a promise."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accessmap.models import Outcome, Role, User
from reviews.models import ReviewItem, Verification
from reviews.operations.verify_removals import verify_removals
from reviews.sight import crawl_name
from tests.cast import MAKOTO
from tests.reviews.operations.test_verify_removals import gone, promised
from tests.reviews.story import aiko, later_crawl, rin
from tests.rows import make_user

pytestmark = pytest.mark.django_db


def pages(item: ReviewItem) -> list[str]:
    """The auditor's, the owner's and the campaign's page, read in Tokyo."""
    auditor = make_user(MAKOTO, Role.AUDITOR)
    User.objects.update(language="ja", time_zone="Asia/Tokyo")
    return [
        read(auditor, f"/reviews/evidence/{item.campaign_id}/{item.number}/"),
        read(rin(), reverse("reviews:items-detail", args=[item.pk])),
        read(aiko(), item.campaign.get_absolute_url()),
    ]


def read(person: User, address: str) -> str:
    client = Client()
    client.force_login(person)
    return client.get(address).content.decode()


def test_every_page_says_it_in_the_readers_language_and_zone() -> None:
    asked = promised()
    crawl = gone(asked)
    verify_removals()
    with override("ja"), timezone.override("Asia/Tokyo"):
        name = crawl_name(crawl)
    for page in pages(asked):
        assert f"{name}はここを完全に読み取り、許可は見つかりませんでした。" in page
        assert "read this place" not in page


def test_what_the_crawl_wrote_down_is_marked_as_english() -> None:
    asked = promised()
    later_crawl(outcome=Outcome.DENIED, reason="AWS refused iam:ListRoles.")
    verify_removals()
    for page in pages(asked):
        assert "ここは読み取れませんでした。AWS に拒否されました。" in page
        assert '<bdi lang="en">AWS refused iam:ListRoles.</bdi>' in page


def test_a_look_of_an_earlier_release_stands_as_it_was_kept() -> None:
    asked = promised()
    Verification.objects.create(
        item=asked,
        crawl=later_crawl(),
        outcome="still-there",
        reason="Crawl 2 still found it.",
        verified_at=timezone.now(),
    )
    for page in pages(asked):
        assert '<bdi lang="en">Crawl 2 still found it.</bdi>' in page


def test_what_a_job_did_is_said_of_accessmap_itself() -> None:
    asked = promised()
    gone(asked)
    verify_removals()
    auditors, *_others = pages(asked)
    assert "AccessMap の自動処理（verify-removals）" in auditors
    assert "system:" not in auditors
