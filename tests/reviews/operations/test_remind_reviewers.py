from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from reviews.lifecycle import AtClose
from reviews.models import Campaign, Notice
from reviews.operations.close_campaign import close_campaign
from reviews.operations.remind_reviewers import remind_reviewers
from tests.reviews.story import aiko, campaign, confirm, rin

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
