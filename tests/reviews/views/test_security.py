"""What waits for a second person, on one page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accessmap.models import Role, User
from reviews.lifecycle import CampaignState, ItemState, Verdict
from reviews.models import ConflictOverride, Exemption, ExemptionAnswer, ReviewItem
from reviews.operations.close_campaign import close_campaign
from reviews.operations.decide_item import decide_item
from tests.cast import MAKOTO
from tests.reviews.story import (
    aiko,
    ask_exception,
    campaign,
    confirm,
    daichi,
    item,
    ken,
    revoke,
    rin,
    two_sided,
)
from tests.reviews.test_ways import conflicted
from tests.rows import make_user

pytestmark = pytest.mark.django_db
QUEUE = "/reviews/security/"


def page(person: User, url: str = QUEUE) -> str:
    return signed_in(person).get(url).content.decode()


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def send(person: User, name: str, pk: int, **sent: Any) -> Any:
    url = reverse(f"reviews:security-{name}", args=[pk])
    return signed_in(person).post(url, sent, follow=True)


def test_an_empty_queue_says_what_comes_here() -> None:
    assert "Nothing waits for a second person" in page(aiko())


def test_a_disagreement_is_shown_with_both_answers_and_settled() -> None:
    granting, using = two_sided()
    confirm(granting)
    decide_item(using, reviewer=daichi(), verdict=Verdict.REVOKE, reason="Unneeded.")
    shown = page(ken())
    assert "Do we still allow it?" in shown
    assert "Unneeded." in shown
    answer = send(ken(), "settle", granting.pk, verdict="revoke", reason="Gone then.")
    assert "Settled, for both sides" in answer.content.decode()
    states = ReviewItem.objects.values_list("state", flat=True)
    assert set(states) == {ItemState.REVOKED}


def test_an_exception_is_answered_by_another_analyst_only() -> None:
    ask_exception(item())
    found = Exemption.objects.get()
    assert "Every call is logged" in page(aiko())
    answer = send(aiko(), "answer", found.pk, answer="yes")
    assert "Answered." in answer.content.decode()
    assert ReviewItem.objects.get().state == ItemState.EXCEPTED


def ended(of: ReviewItem) -> None:
    """An exception as it stands when its last day was yesterday."""
    yesterday = timezone.localdate() - timedelta(days=1)
    asked = Exemption.objects.create(
        item=of,
        requested_by=aiko(),
        requested_at=timezone.now(),
        control="Logged.",
        reason="Contract.",
        expires_on=yesterday,
        allowed_until=yesterday,
    )
    ExemptionAnswer.objects.create(
        exemption=asked, answered_by=ken(), answered_at=timezone.now(), is_approved=True
    )
    of.excepted_until = yesterday
    of.save()


def test_what_stays_by_an_exception_is_listed_and_overdue_first() -> None:
    stays, overdue = campaign(2).items.all()
    ask_exception(stays)
    send(aiko(), "answer", Exemption.objects.get().pk, answer="yes")
    shown = page(ken())
    assert "Exceptions in force, and ended" in shown
    assert "Nothing waits for a second person" in shown
    revoke(overdue)
    overdue.refresh_from_db()
    ended(overdue)
    shown = page(ken())
    assert "1 exception has ended, and what it covers still stands." in shown
    addresses = (overdue.get_absolute_url(), stays.get_absolute_url())
    first, second = (shown.index(f'"{each}"') for each in addresses)
    assert first < shown.index("Ended on") < second


def test_a_refusal_is_said_on_the_page_itself() -> None:
    ask_exception(item())
    answer = send(aiko(), "answer", Exemption.objects.get().pk, answer="no")
    assert answer.status_code == 409
    assert "Say why not" in answer.content.decode()
    answer = send(aiko(), "answer", Exemption.objects.get().pk)
    assert "Choose yes or no" in answer.content.decode()


def test_an_auditor_reads_the_queue_and_answers_nothing() -> None:
    ask_exception(item())
    makoto = make_user(MAKOTO, Role.AUDITOR)
    assert "Yes, until that day" not in page(makoto)
    assert send(makoto, "answer", 1, answer="yes").status_code == 403


def test_a_reviewer_does_not_see_it() -> None:
    assert signed_in(rin()).get(QUEUE).status_code == 403


def test_a_conflict_shows_its_way_and_can_be_allowed_by_an_analyst() -> None:
    asked = conflicted()
    url = asked.get_absolute_url()
    mine = page(rin(), url)
    assert "could use this access" in mine
    assert 'value="confirm"' not in mine
    assert "Let Rin Takeda decide" in page(ken(), url)
    send(ken(), "override", asked.pk, reason="Rin alone knows this system.")
    assert ConflictOverride.objects.get().granted_by == ken()
    assert 'value="confirm"' in page(rin(), url)


def test_a_removal_that_cannot_be_carried_out_is_excepted_from_its_page() -> None:
    asked = item()
    revoke(asked)
    close_campaign(asked.campaign, closed_by=aiko())
    asked.campaign.refresh_from_db()
    assert asked.campaign.state == CampaignState.VERIFYING
    assert "ask for an exception" in page(aiko(), asked.get_absolute_url())
    answer = send(
        aiko(),
        "exempt",
        asked.pk,
        verdict="exception",
        reason="Contract.",
        control="Logged.",
        expires_on="2026-99-99",
    )
    assert "Write the day like" in answer.content.decode()
