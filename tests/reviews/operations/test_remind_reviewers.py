from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from reviews.lifecycle import AtClose
from reviews.models import Campaign, Exemption, Notice, ReviewItem
from reviews.operations.answer_exception import answer_exception
from reviews.operations.close_campaign import close_campaign
from reviews.operations.remind_reviewers import remind_reviewers
from tests.reviews.story import (
    aiko,
    ask_exception,
    campaign,
    confirm,
    daichi,
    reopened,
    revoke,
    rin,
)
from tests.rows import end_grant

pytestmark = pytest.mark.django_db

TOKYO = ZoneInfo("Asia/Tokyo")
MONDAY = date(2026, 11, 2)
DUE = date(2026, 11, 20)  # Friday, three weeks later


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=TOKYO)


@pytest.fixture(autouse=True)
def people() -> None:
    for person in (aiko(), rin()):
        person.email = f"{person.username}@kitsune.example"
        person.time_zone = "Asia/Tokyo"
        person.save()


def asked(count: int = 2) -> Campaign:
    """A campaign that opened on that Monday."""
    opened = campaign(count, due_on=date(2100, 1, 1))
    Campaign.objects.filter(pk=opened.pk).update(opened_at=at(MONDAY), due_on=DUE)
    opened.refresh_from_db()
    return opened


def subjects() -> list[str]:
    return list(Notice.objects.order_by("pk").values_list("subject", flat=True))


def test_it_asks_on_the_first_day_and_once_however_often_it_runs() -> None:
    asked()
    assert remind_reviewers(at(MONDAY)) == 1
    assert remind_reviewers(at(MONDAY, 10)) == 0
    notice = Notice.objects.get()
    assert notice.recipient == rin()
    assert notice.subject == "2 access grants wait for your answer"
    assert "due on 20 November 2026" in notice.text


def test_the_whole_ladder_is_gone_up_on_business_days_only() -> None:
    asked()
    days = [MONDAY + timedelta(days=n) for n in range(23)]
    disturbed = [day for day in days if remind_reviewers(at(day))]
    assert [day.day for day in disturbed] == [2, 9, 16, 17, 19, 20, 23, 24]


def test_nobody_is_reminded_before_eight_in_their_own_morning() -> None:
    asked()
    assert remind_reviewers(at(MONDAY, 7)) == 0
    assert remind_reviewers(at(MONDAY, 8)) == 1


def test_who_is_finished_hears_nothing() -> None:
    opened = asked(1)
    confirm(opened.items.get())
    assert remind_reviewers(at(DUE)) == 0


def test_a_closed_campaign_reminds_nobody() -> None:
    opened = asked(1)
    close_campaign(opened, closed_by=aiko(), at_close=AtClose.KEEP, reason="Merged")
    assert remind_reviewers(at(DUE)) == 0


def test_two_campaigns_make_one_mail() -> None:
    asked(1)
    asked(1)
    assert remind_reviewers(at(DUE)) == 1
    assert subjects()[0].startswith("Due today: 3 access grants")


def test_what_is_overdue_goes_to_whoever_opened_it_too() -> None:
    asked(2)
    assert remind_reviewers(at(DUE + timedelta(days=3))) == 2
    assert subjects() == [
        "Overdue: 2 access grants wait for your answer",
        "Overdue: Fourth quarter",
    ]
    told = Notice.objects.get(kind="overdue")
    assert told.recipient == aiko()
    assert f"{rin()}: 2" in told.text


def test_a_reader_of_japanese_gets_it_in_japanese() -> None:
    asked(1)
    person = rin()
    person.language = "ja"
    person.save()
    remind_reviewers(at(MONDAY))
    assert '<html lang="ja">' in Notice.objects.get().html


def test_who_has_no_address_is_not_written_to_and_stops_nobody() -> None:
    asked(1)
    person = rin()
    person.email = ""
    person.save()
    assert remind_reviewers(at(DUE + timedelta(days=3))) == 1


def test_what_is_kept_holds_no_link_that_signs_in() -> None:
    asked(1)
    remind_reviewers(at(MONDAY))
    notice = Notice.objects.get()
    assert "sesame" not in notice.text + notice.html


def promised(count: int = 1) -> Campaign:
    """Rin revoked it all on the first day."""
    opened = asked(count)
    for each in opened.items.all():
        revoke(each)
    return opened


def test_a_removal_that_is_due_and_not_seen_is_asked_after_every_week() -> None:
    opened = promised()
    days = [MONDAY + timedelta(days=n) for n in range(40)]
    chased = [day for day in days if remind_reviewers(at(day))]
    # The Monday after the due Friday, then weekly.
    assert [day.day for day in chased] == [23, 30, 7]
    notice = Notice.objects.order_by("pk").first()
    assert notice
    assert notice.recipient == rin()
    assert notice.subject == "Overdue: 1 removal that was decided is not seen"
    assert opened.items.get().get_absolute_url() in notice.text
    assert opened in notice.campaigns.all()


def test_it_is_asked_after_once_the_review_is_closed_too() -> None:
    opened = promised()
    close_campaign(opened, closed_by=aiko())
    assert remind_reviewers(at(DUE + timedelta(days=3))) == 1


def test_nobody_is_asked_after_what_was_seen_to_be_gone() -> None:
    opened = promised()
    opened.items.update(removal="removed")
    assert remind_reviewers(at(DUE + timedelta(days=3))) == 0


def excepted() -> tuple[ReviewItem, date]:
    """Rin keeps something until a day, which Aiko approved."""
    found = campaign().items.get()
    ask_exception(found)
    answer_exception(Exemption.objects.get(), answered_by=aiko(), is_approved=True)
    found.refresh_from_db()
    assert found.excepted_until
    return found, found.excepted_until


def test_around_the_last_day_of_an_exception_who_keeps_it_is_told() -> None:
    found, until = excepted()
    days = [until + timedelta(days=n) for n in range(-20, 30)]
    told = [(day - until).days for day in days if remind_reviewers(at(day))]
    assert told == [-14, -7, 1, 7, 14]
    first, *_rest, last = Notice.objects.order_by("pk")
    assert first.subject == "1 exception ends soon, or has ended"
    assert "Until" in first.text
    assert "Ended on" in last.text
    assert found.get_absolute_url() in last.text
    assert first.recipient == rin()


def test_what_aws_no_longer_grants_needs_no_exception() -> None:
    found, until = excepted()
    end_grant(found.grant)
    assert remind_reviewers(at(until - timedelta(days=14))) == 0


def test_what_a_later_review_decided_is_told_there() -> None:
    found, until = excepted()
    again = reopened(found.campaign).items.get()
    confirm(again, reason="It stays.")
    assert remind_reviewers(at(until - timedelta(days=14))) == 0


def test_what_is_open_and_what_is_owed_are_one_mail() -> None:
    promised()
    asked(1)
    assert remind_reviewers(at(DUE + timedelta(days=3))) == 2
    told = Notice.objects.filter(recipient=rin())
    assert told.count() == 1
    assert "not seen to be gone" in told.get().text
    assert told.get().subject.startswith("Overdue: 2 access grants wait")


# Entra: everybody is reminded once, finished or not. A mistake of a peer, as those in
# tests/reviews/test_peers_mistakes.py.
def test_who_is_finished_is_never_reminded_and_who_is_not_more_than_once() -> None:
    opened = asked(2)
    other = daichi()
    other.email, other.time_zone = "daichi@kitsune.example", "Asia/Tokyo"
    other.save()
    mine, theirs = opened.items.order_by("number")
    ReviewItem.objects.filter(pk=theirs.pk).update(reviewer=other)
    confirm(mine)
    days = [MONDAY + timedelta(days=n) for n in range(19)]
    for day in days:
        remind_reviewers(at(day))
    assert Notice.objects.filter(recipient=rin()).count() == 0
    assert Notice.objects.filter(recipient=other).count() == 6
