"""Security is told of what waits for a second person: each analyst what they may do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from reviews.lifecycle import AtDeadline
from reviews.models import Campaign, Exemption, Notice
from reviews.operations.answer_exception import answer_exception
from reviews.operations.draw_second_looks import draw_second_looks
from reviews.operations.open_campaign import Policy
from reviews.operations.remind_reviewers import remind_reviewers
from reviews.second_person import SecondPerson, Work
from tests.reviews.operations.test_remind_reviewers import DUE, MONDAY, at
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

pytestmark = pytest.mark.django_db


def work(person: object) -> Work:
    return SecondPerson(timezone.now()).of(person)  # type: ignore[arg-type]


def test_a_dispute_is_told_to_analysts_who_took_no_side() -> None:
    granting, using = two_sided()
    revoke(granting)
    assert (work(aiko()).disputes, work(daichi()).count) == (1, 0)
    type(using).objects.filter(pk=using.pk).update(reviewer=aiko())
    assert work(aiko()).disputes == 0
    assert work(ken()).disputes == 1


def test_an_exception_is_told_to_who_did_not_ask_for_it() -> None:
    asked = item()
    ask_exception(asked)
    assert work(aiko()).exceptions == 1
    assert work(rin()).count == 0


def test_a_second_look_is_told_to_who_is_asked_for_it() -> None:
    ken()
    found = campaign(1, policy=Policy(second_look_percent=100))
    confirm(found.items.get())
    draw_second_looks()
    assert sorted(work(each).looks for each in (aiko(), ken())) == [0, 1]


def test_a_deadline_that_waits_is_told_to_another_than_who_opened_it() -> None:
    policy = Policy(at_due_medium=AtDeadline.REVOKE, revoke_limit=0)
    found = campaign(2, policy=policy)
    assert work(ken()).deadlines == []
    yesterday = timezone.localdate() - timedelta(days=2)
    Campaign.objects.filter(pk=found.pk).update(due_on=yesterday)
    assert work(ken()).deadlines == [found]
    assert work(aiko()).deadlines == []


def test_it_comes_in_the_digest_on_business_days_while_it_waits() -> None:
    exemption = told_of_an_exception()
    assert remind_reviewers(at(MONDAY)) == 1
    assert remind_reviewers(at(MONDAY, 10)) == 0
    notice = Notice.objects.get()
    assert notice.recipient == aiko()
    assert notice.subject == "1 matter waits for a second person"
    for text in (notice.text, notice.html):
        assert "1 exception waits for a yes or no." in text
        assert "/reviews/security/" in text
        assert "still needed" not in text
    saturday = MONDAY + timedelta(days=5)
    assert remind_reviewers(at(saturday)) == 0
    assert remind_reviewers(at(MONDAY + timedelta(days=1))) == 1
    answer_exception(exemption, answered_by=aiko(), is_approved=True)
    assert remind_reviewers(at(MONDAY + timedelta(days=2))) == 0


def test_whatever_else_waits_is_in_the_same_mail_in_their_language() -> None:
    told_of_an_exception()
    own = campaign(1)
    own.items.update(reviewer=aiko())
    Campaign.objects.update(opened_at=at(MONDAY), due_on=DUE)
    person = aiko()
    person.language = "ja"
    person.save()
    assert remind_reviewers(at(DUE)) == 1
    notice = Notice.objects.get()
    assert own.name in notice.text
    assert "1件の例外が可否の回答を待っています" in notice.text


def told_of_an_exception() -> Exemption:
    """Rin asks for one; Aiko alone is there to answer."""
    asked = item()
    ask_exception(asked)
    person = aiko()
    person.email, person.time_zone = "aiko@kitsune.example", "Asia/Tokyo"
    person.save()
    return Exemption.objects.get()
