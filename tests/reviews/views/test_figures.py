"""How a campaign goes, as a chart, as a table and as a file."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accessmap.models import Role
from accessmap.policy.kinds import Verdict as Verdict_
from accessmap.policy.kinds import Zone
from reviews.burn_down import burn_down, draw
from reviews.lifecycle import AtDeadline, Verdict
from reviews.models import Campaign
from reviews.operations.apply_deadlines import apply_deadlines
from reviews.operations.decide_item import decide_item
from reviews.operations.open_campaign import Policy
from reviews.quality import Quality
from tests.cast import MAKOTO
from tests.reviews.story import aiko, campaign, confirm, grants, rin
from tests.rows import make_user

pytestmark = pytest.mark.django_db


def opened_days_ago(days: int, count: int = 4, **more: object) -> Campaign:
    found = campaign(count, **more)
    at = timezone.now() - timedelta(days=days)
    due = timezone.localdate() + timedelta(days=days)
    Campaign.objects.filter(pk=found.pk).update(opened_at=at, due_on=due)
    found.refresh_from_db()
    return found


def signed_in(person: object) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_each_day_says_what_was_left_by_risk_and_what_a_steady_pace_leaves() -> None:
    found = opened_days_ago(2)
    confirm(found.items.first())
    rows = [counts for _day, counts in burn_down(found).rows]
    assert rows == [(0, 4, 0, 4), (0, 4, 0, 3), (0, 3, 0, 2)]


def test_what_is_taken_back_is_left_again() -> None:
    found = opened_days_ago(0)
    asked = found.items.first()
    confirm(asked)
    decide_item(asked, reviewer=rin(), verdict=Verdict.WITHDRAW, reason="A mistake.")
    assert burn_down(found).rows[-1][1][:3] == (0, 4, 0)


def test_what_a_deadline_kept_is_no_longer_left() -> None:
    grants(1, verdict=Verdict_.IN_ORG, zone=Zone.ORGANIZATION)
    found = opened_days_ago(1, 0, policy=Policy(at_due_low=AtDeadline.KEEP))
    apply_deadlines(timezone.now() + timedelta(days=9))
    assert [counts[:3] for _day, counts in burn_down(found).rows][-1] == (0, 0, 0)


def test_a_long_campaign_is_drawn_by_fewer_days_and_ends_today() -> None:
    figures = burn_down(opened_days_ago(400))
    assert len(figures.rows) <= 63
    assert figures.rows[-1][1][:3] == (0, 4, 0)


def test_the_figure_says_what_the_table_says() -> None:
    figures = burn_down(opened_days_ago(2))
    drawn = draw(figures)
    assert [list(trace["y"]) for trace in drawn["data"]] == [
        list(column)
        for column in zip(*(row for _day, row in figures.rows), strict=True)
    ]


def test_the_page_shows_the_table_and_gives_it_as_csv() -> None:
    found = opened_days_ago(2)
    client = signed_in(aiko())
    page = client.get(f"/reviews/{found.pk}/figures/").content.decode()
    assert "What was left to answer" in page
    sheet = client.get(f"/reviews/{found.pk}/figures/?format=csv")
    assert sheet["Content-Type"] == "text/csv"
    assert "At a steady pace" in sheet.content.decode()


def test_who_is_late_is_named_only_once_it_is_due() -> None:
    found = opened_days_ago(2)
    client = signed_in(aiko())
    url = f"/reviews/{found.pk}/figures/"
    assert 'id="late"' not in client.get(url).content.decode()
    yesterday = timezone.localdate() - timedelta(days=1)
    Campaign.objects.filter(pk=found.pk).update(due_on=yesterday)
    page = client.get(url).content.decode()
    assert "Late by 1 day" in page
    assert str(rin()) in page


def test_rates_are_of_the_campaign_and_not_of_few_answers() -> None:
    found = opened_days_ago(1, 5)
    first, *others = found.items.all()
    confirm(first)
    assert not Quality(found).is_enough
    for each in others:
        confirm(each)
    quality = Quality(found)
    assert quality.is_enough
    assert [each.count for each in quality.sizes] == [5, 0, 0, 0]
    assert sum(each.count for each in quality.paces) == 5
    page = signed_in(aiko()).get(f"/reviews/{found.pk}/figures/").content.decode()
    assert "one at a time" in page


def test_reviewers_do_not_read_it_and_auditors_do() -> None:
    found = opened_days_ago(1)
    url = f"/reviews/{found.pk}/figures/"
    assert signed_in(rin()).get(url).status_code == 403
    assert signed_in(make_user(MAKOTO, Role.AUDITOR)).get(url).status_code == 200
