"""Remind people of what waits for them: one mail a person and day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from accessmap.language import language_of
from accessmap.models import Role, User
from reviews.calendar.business_days import BusinessDays
from reviews.calendar.ladder import Step, is_chased, step
from reviews.exceptions import CHASED, MOST_DAYS, standing
from reviews.lifecycle import CampaignState
from reviews.models import Campaign, Notice, ReviewItem
from reviews.notifications.digest import (
    Contents,
    Ending,
    Line,
    Promise,
    digest,
)
from reviews.notifications.outbox import put_mail
from reviews.notifications.overdue import overdue
from reviews.second_person import SecondPerson, Work

MORNING = 8  # nobody is reminded before this hour of their own day


@dataclass(frozen=True, slots=True)
class Due:
    """What may have to be said to one person, of each kind."""

    waiting: Sequence[tuple[Campaign, int]]
    promised: Sequence[ReviewItem]
    kept: Sequence[ReviewItem]
    work: Work


def remind_reviewers(now: datetime | None = None) -> int:
    """Write the digests of this hour; return how many are new.

    Only whoever has open items is reminded, on the days of the ladder, by the clock of
    their own time zone; and weekly whoever decided that something goes, once it is due
    and no crawl has seen it gone; and around the last day of an exception whoever keeps
    something by it. Analysts hear on business days of what waits for a second person,
    as long as it does. What is overdue goes to the campaign's opener too, who can ask
    somebody else.
    """
    now = now or timezone.now()
    written = 0
    waiting, owed, kept = _waiting(), _owed(), _kept()
    second = SecondPerson(now)
    analysts = User.objects.filter(role=Role.ANALYST, is_active=True)
    people = {*waiting, *owed, *kept, *analysts}
    for person in sorted(people, key=lambda each: each.pk):
        local = now.astimezone(ZoneInfo(person.time_zone or "UTC"))
        if local.hour >= MORNING and not _is_told(person, local.date()):
            is_workday = BusinessDays(settings.COUNTRY).is_one(local.date())
            due = Due(
                waiting.get(person, ()),
                owed.get(person, ()),
                kept.get(person, ()),
                second.of(person) if is_workday else Work(),
            )
            written += _remind(person, due, local)
    for campaign in Campaign.objects.open().select_related("opened_by"):
        written += _escalate(campaign, now)
    return written


def _waiting() -> Mapping[User, Sequence[tuple[Campaign, int]]]:
    """Return who has open items, with how many in which campaign."""
    found = (
        ReviewItem.objects.open()
        .filter(campaign__in=Campaign.objects.open())
        .values_list("reviewer", "campaign")
        .annotate(Count("pk"))
        .order_by("reviewer", "campaign")
    )
    rows = list(found)
    people = User.objects.filter(is_active=True).in_bulk({each[0] for each in rows})
    campaigns = Campaign.objects.select_related("occurrence__schedule").in_bulk(
        {each[1] for each in rows}
    )
    waiting: dict[User, list[tuple[Campaign, int]]] = defaultdict(list)
    for reviewer, campaign, count in rows:
        if reviewer in people:
            waiting[people[reviewer]].append((campaigns[campaign], count))
    return waiting


def _owed() -> Mapping[User, Sequence[ReviewItem]]:
    """Return who owes removals that are not seen: the side that was asked of each."""
    states = (CampaignState.OPEN, CampaignState.VERIFYING)
    items = ReviewItem.objects.outstanding().filter(
        campaign__state__in=states, reviewer__is_active=True
    )
    found: dict[User, list[ReviewItem]] = defaultdict(list)
    related = items.select_related("reviewer", "campaign__occurrence__schedule")
    for item in related.defer("statement", "circumstances").order_by("pk"):
        found[item.reviewer].append(item)
    return found


def _kept() -> Mapping[User, Sequence[ReviewItem]]:
    """Return who keeps something by an exception."""
    found: dict[User, list[ReviewItem]] = defaultdict(list)
    related = standing().filter(reviewer__is_active=True)
    for item in related.defer("statement", "circumstances"):
        found[item.reviewer].append(item)
    return found


def _is_chased(campaign: Campaign, today: date) -> bool:
    return is_chased(campaign.due_on, today, _days(campaign))


def _beyond(item: ReviewItem, today: date) -> int:
    """Return how many days ago the last day of its exception was."""
    assert item.excepted_until is not None  # noqa: S101 (it is in the register)
    return (today - item.excepted_until).days


@transaction.atomic
def _remind(person: User, due: Due, local: datetime) -> int:
    today = local.date()
    lines = [
        Line(campaign, count, _step(campaign, local)) for campaign, count in due.waiting
    ]
    late = [each for each in due.promised if each.campaign.due_on < today]
    is_chased = any(_is_chased(each.campaign, today) for each in late)
    around = [each for each in due.kept if abs(_beyond(each, today)) <= MOST_DAYS]
    near = [each for each in around if each not in late]
    is_chased = is_chased or any(_beyond(each, today) in CHASED for each in near)
    is_time = is_chased or due.work.count or any(each.step for each in lines)
    if not person.email or not is_time:
        return 0
    language = language_of(person)
    found = Contents(
        lines,
        [Promise.of(each, language) for each in late],
        [Ending.of(each, language) for each in near],
        due.work,
    )
    message = digest(person, today, found)
    campaigns = [line.campaign for line in lines]
    campaigns += [each.campaign for each in (*late, *near)]
    return int(put_mail(_key(person, today), person, message, campaigns))


def _key(person: User, today: date) -> str:
    return f"digest:{person.pk}:{today.isoformat()}"


def _is_told(person: User, today: date) -> bool:
    """Say whether the one mail of this day is written: nothing is counted again."""
    return Notice.objects.filter(key=_key(person, today)).exists()


@transaction.atomic
def _escalate(campaign: Campaign, now: datetime) -> int:
    """Tell the opener, once a business day, who is late."""
    opener = campaign.opened_by
    local = now.astimezone(ZoneInfo(opener.time_zone or "UTC"))
    late = _late(campaign)
    is_time = local.hour >= MORNING and _step(campaign, local) is Step.OVERDUE
    if not (late and is_time and opener.email):
        return 0
    message = overdue(campaign, opener, late)
    key = f"overdue:{campaign.pk}:{opener.pk}:{local.date().isoformat()}"
    return int(put_mail(key, opener, message, [campaign]))


def _late(campaign: Campaign) -> Sequence[tuple[User, int]]:
    """Return who has not finished, most open items first."""
    people = User.objects.filter(review_items__in=campaign.items.open()).annotate(
        late_count=Count("review_items")
    )
    return [(each, each.late_count) for each in people.order_by("-late_count", "pk")]


def _step(campaign: Campaign, local: datetime) -> Step | None:
    opened_on = campaign.opened_at.astimezone(local.tzinfo).date()
    return step(opened_on, campaign.due_on, local.date(), _days(campaign))


def _days(campaign: Campaign) -> BusinessDays:
    """Return the business days of its schedule, else those of the settings."""
    if hasattr(campaign, "occurrence"):
        return campaign.occurrence.schedule.days
    return BusinessDays(settings.COUNTRY)
