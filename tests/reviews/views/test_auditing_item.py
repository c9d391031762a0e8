"""One item on one page: policy, writer, second person, decision, what is there now."""

from __future__ import annotations

import pytest
from django.test import Client

from accessmap.models import Crawl, Role
from reviews.models import Exemption, ReviewItem
from reviews.operations.answer_exception import answer_exception
from reviews.operations.close_campaign import close_campaign
from reviews.operations.override_conflict import override_conflict
from reviews.operations.verify_removals import verify_removals
from tests import sightings
from tests.cast import MAKOTO
from tests.reviews.operations.test_second_looks import looked_at, say
from tests.reviews.story import (
    aiko,
    ask_exception,
    campaign,
    confirm,
    grants,
    ken,
    later_crawl,
    revoke,
    rin,
)
from tests.rows import end_grant, make_snapshot, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(client: Client) -> Client:
    """Makoto, signed in."""
    client.force_login(make_user(MAKOTO, Role.AUDITOR))
    return client


def page(auditor: Client, item: ReviewItem) -> str:
    address = f"/reviews/evidence/{item.campaign_id}/{item.number}/"
    return auditor.get(address).content.decode()


def revoked_and_gone() -> tuple[ReviewItem, Crawl]:
    """Revoked, and found gone by two later looks."""
    asked = campaign().items.get()
    revoke(asked)
    close_campaign(asked.campaign, closed_by=aiko(), reason="Done.")
    first = later_crawl()
    end_grant(asked.grant, crawl=first)
    before = asked.grant.snapshot
    before.ended_crawl, before.ended_at = first, first.started_at
    before.save()
    return asked, first


def test_what_stood_when_it_was_seen_gone_is_compared_with_what_was_asked(
    auditor: Client,
) -> None:
    asked, first = revoked_and_gone()
    before = asked.grant.snapshot
    after = make_snapshot(
        before.resource,
        {"Version": "2012-10-17", "Statement": []},
        kind=before.kind,
        name=before.name,
        began_crawl=first,
        began_at=first.started_at,
    )
    verify_removals()
    assert "What AWS said then" not in page(auditor, asked)  # seen once is not removed
    later_crawl()
    verify_removals()
    told = page(auditor, asked)
    assert "What AWS said then" in told
    assert f"sha256 {after.document.sha256}" in told
    assert '<ins class="added">' in told
    assert '<del class="removed">' in told


def test_that_the_policy_itself_is_gone_is_said(auditor: Client) -> None:
    asked, _first = revoked_and_gone()
    verify_removals()
    later_crawl()
    verify_removals()
    assert "the policy itself is gone" in page(auditor, asked)


def test_who_last_wrote_the_policy_is_told(auditor: Client) -> None:
    [grant] = grants(1)
    sightings.make_span()
    sightings.make_writing(grant.resource, "somebody@example.com")
    told = page(auditor, campaign(0).items.get())
    assert "Policy last written" in told
    assert "somebody@example.com" in told


def test_who_was_let_decide_in_conflict_is_told_with_who_let_them(
    auditor: Client,
) -> None:
    asked = campaign().items.get()
    sightings.make_span()
    sightings.make_writing(asked.grant.resource, rin().email)
    override_conflict(asked, granted_by=ken(), reason="Nobody else knows it.")
    confirm(asked)
    told = page(auditor, asked)
    assert f"{rin()} was in conflict, and was let decide</strong> by {ken()}," in told
    assert "Nobody else knows it." in told


def test_an_exception_is_told_with_who_asked_and_who_approved(auditor: Client) -> None:
    asked = campaign().items.get()
    ask_exception(asked)
    assert "No second person has answered." in page(auditor, asked)
    answer_exception(Exemption.objects.get(), answered_by=ken(), is_approved=True)
    told = page(auditor, asked)
    assert f"Approved by {ken()}." in told
    assert f"asked for by {rin()}" in told


def test_a_second_look_is_told_once_it_is_answered(auditor: Client) -> None:
    look = looked_at()
    assert "Second look" not in page(auditor, look.item)
    say(look)
    assert "Second look: Confirmed" in page(auditor, look.item)
