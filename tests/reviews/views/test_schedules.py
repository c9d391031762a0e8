from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from accessmap.models import Role
from reviews.models import Campaign, Schedule
from reviews.operations.keep_schedule import keep_schedule
from reviews.operations.open_due_campaigns import open_due_campaigns
from tests.cast import MAKOTO
from tests.reviews.operations.test_open_due_campaigns import OCTOBER, quarterly
from tests.reviews.story import aiko, grants, rin
from tests.rows import make_user

pytestmark = pytest.mark.django_db

PAGE = "/reviews/schedules/"
TERMS = {
    "name": "Quarterly review",
    "months": "3",
    "starts_on": "2026-01-01",
    "clock": "09:00",
    "time_zone": "Asia/Tokyo",
    "roll": "following",
    "country": "JP",
    "days_to_decide": "10",
    "reason": "Access policy 4.2",
}


def sent(client: Client, **more: Any) -> Any:
    client.force_login(aiko())
    grants(1)
    return client.post(f"{PAGE}new", {**TERMS, **more})


def test_an_analyst_makes_a_schedule(client: Client) -> None:
    assert sent(client, verdict="external").headers["Location"] == PAGE
    schedule = Schedule.objects.get()
    assert schedule.rule == "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1"
    assert schedule.query == "verdict=external"
    assert schedule.owner == aiko()
    page = client.get(PAGE).content.decode()
    assert "Every quarter" in page
    assert "The next review opens by itself on" in page


def test_who_is_asked_and_how_often_is_handed_to_each_review(client: Client) -> None:
    sent(client, is_two_sided="False", carry_limit="0", exception_days="30")
    schedule = Schedule.objects.get()
    assert not schedule.is_two_sided
    assert (schedule.carry_limit, schedule.exception_days) == (0, 30)
    page = client.get(schedule.get_absolute_url()).content.decode()
    assert '<option value="False" selected>' in page
    Schedule.objects.update(taken_until="2020-01-01T00:00Z", starts_on="2020-01-01")
    assert open_due_campaigns() == {"opened": 1}
    found = Campaign.objects.get()
    assert not found.is_two_sided
    assert (found.carry_limit, found.exception_days) == (0, 30)


def test_a_rule_of_ones_own_is_taken(client: Client) -> None:
    sent(client, months="own", rule="FREQ=WEEKLY;BYDAY=MO")
    assert Schedule.objects.get().rule == "FREQ=WEEKLY;BYDAY=MO"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("time_zone", "Tokyo", "Write one such as Asia/Tokyo"),
        ("country", "XX", "Select a valid choice"),
        ("reason", "", "This field is required"),
        ("days_to_decide", "0", "greater than or equal to 1"),
        ("starts_on", "soon", "Enter a valid date"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(
    client: Client, field: str, value: str, sentence: str
) -> None:
    answer = sent(client, **{field: value})
    assert answer.status_code == 409
    assert sentence in answer.content.decode()
    assert not Schedule.objects.exists()


def test_a_rule_that_cannot_be_read_is_refused_in_a_sentence(client: Client) -> None:
    answer = sent(client, months="own", rule="FREQ=MINUTELY")
    assert answer.status_code == 409
    assert "by days, weeks, months or years" in answer.content.decode()


def test_the_page_says_when_it_would_come_round(client: Client) -> None:
    client.force_login(aiko())
    ahead = {**TERMS, "starts_on": "2099-01-01"}
    page = client.get(f"{PAGE}preview", ahead).content.decode()
    # New Year's Day is a holiday in Japan.
    assert "<strong>2 January 2099</strong>" in page
    assert "1 January 2099 is a day off" in page


def test_each_time_it_came_round_stands_on_its_page(client: Client) -> None:
    grants(1)
    schedule = quarterly()
    open_due_campaigns(OCTOBER)
    client.force_login(make_user(MAKOTO, Role.AUDITOR))
    page = client.get(f"{PAGE}{schedule.pk}/").content.decode()
    assert schedule.occurrences.get().campaign.get_absolute_url() in page
    assert "<form" not in page.partition("<main")[2]


def test_an_auditor_reads_and_does_not_change(client: Client) -> None:
    schedule = quarterly()
    client.force_login(make_user(MAKOTO, Role.AUDITOR))
    answer = client.post(f"{PAGE}{schedule.pk}/", {**TERMS, "name": "Mine"})
    assert answer.status_code == 409
    assert Schedule.objects.get().name == "Quarterly review"
    assert client.get(f"{PAGE}new").status_code == 403


def test_a_reviewer_does_not_see_schedules(client: Client) -> None:
    client.force_login(rin())
    assert client.get(PAGE).status_code == 403


def test_a_resting_schedule_says_so(client: Client) -> None:
    schedule = quarterly(starts_on=date(2026, 1, 1))
    schedule.is_paused = True
    keep_schedule(schedule, by=aiko())
    client.force_login(aiko())
    assert "Resting" in client.get(PAGE).content.decode()


def test_its_filter_stays_ticked_where_nothing_was_read_yet(client: Client) -> None:
    schedule = quarterly(query="verdict=external")
    client.force_login(aiko())
    page = client.get(f"{PAGE}{schedule.pk}/").content.decode()
    assert 'name="verdict" value="external" checked' in page


def test_an_analyst_has_what_is_new_asked_about_every_day(client: Client) -> None:
    sent(client, months="day", is_for_new="on")
    schedule = Schedule.objects.get()
    assert schedule.rule == "FREQ=DAILY"
    assert schedule.is_for_new
    page = client.get(PAGE).content.decode()
    assert "Every day" in page
    assert "only what is new" in page
