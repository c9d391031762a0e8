"""Open the campaigns whose time has come, each once."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accessmap.language import language_of
from reviews.errors import NothingToReview, Refused, TooManyNew
from reviews.models import Campaign, Occurrence, Schedule
from reviews.models.handling import HANDLING
from reviews.operations.open_campaign import Policy, newest_crawl, open_campaign
from reviews.operations.take_crawl import take_crawl
from reviews.operations.take_occurrences import take_occurrences
from reviews.population import population
from reviews.standing import Standing

State = Occurrence.State
MOST_NEW = 100  # grants; more at once is a change of the organization, not of a grant


def open_due_campaigns(now: datetime | None = None) -> Counter[str]:
    """Take what came round since the last look; count what became of it.

    Safe to run twice, at once, and after days of rest. What was missed meanwhile is
    caught up by one campaign. What cannot open yet waits, with the reason, and is tried
    again at the next run.
    """
    now = now or timezone.now()
    seen: Counter[str] = Counter()
    awake = Schedule.objects.filter(is_paused=False)
    for pk, is_at_once in awake.values_list("pk", "is_at_once"):
        if is_at_once:
            take_crawl(pk)
        else:
            take_occurrences(pk, now=now)
        if outcome := _open(pk):
            seen[outcome] += 1
    return seen


@transaction.atomic
def _open(pk: int) -> str:
    """Open what waits, or keep the reason why not; return which, if anything waited."""
    schedule = Schedule.objects.select_for_update().get(pk=pk)
    waiting = schedule.occurrences.filter(state=State.WAITING).first()
    if waiting is None:
        return ""
    try:
        with transaction.atomic(), override(language_of(schedule.owner)):
            waiting.campaign = _campaign(schedule, waiting)
    except NothingToReview as nothing:
        # A day without anything new is over; a filter that finds nothing is a mistake.
        waiting.state = State.EMPTY if schedule.is_for_new else State.WAITING
        waiting.reason = str(nothing)
        waiting.save(update_fields=["state", "reason"])
        return waiting.state
    except Refused as refusal:
        waiting.reason = str(refusal)
        waiting.save(update_fields=["reason"])
        return State.WAITING
    waiting.state = State.OPENED
    waiting.save(update_fields=["state", "campaign"])
    return State.OPENED


def _campaign(schedule: Schedule, occurrence: Occurrence) -> Campaign:
    since = schedule.new_since if schedule.is_for_new else None
    _refuse_flood(schedule, since)
    today = timezone.localdate(timezone.now(), ZoneInfo(schedule.time_zone))
    return open_campaign(
        name=_("%(name)s, %(date)s")
        % {"name": schedule.name, "date": _moment(schedule, occurrence)},
        query=schedule.query,
        due_on=schedule.days.after(today, schedule.days_to_decide),
        opened_by=schedule.owner,
        fallback=schedule.fallback,
        limitation=_limitation(since),
        policy=Policy(
            new_since=since,
            **{each: getattr(schedule, each) for each in HANDLING},
        ),
    )


def _moment(schedule: Schedule, occurrence: Occurrence) -> str:
    """Return the day of an occurrence; of those after crawls there are many a day."""
    if occurrence.crawl_id is None:
        return occurrence.nominal_on.isoformat()
    at = occurrence.due_at.astimezone(ZoneInfo(schedule.time_zone))
    return at.strftime("%Y-%m-%d %H:%M")


def _limitation(since: datetime | None) -> str:
    """Return what the owner of a schedule for what is new accepted by making it."""
    if since is None or not Standing(newest_crawl()).incomplete:
        return ""
    return _(
        "Asked as far as it was read: this review stands between the great ones and "
        "does not claim to be complete."
    )


def _refuse_flood(schedule: Schedule, since: datetime | None) -> None:
    """Refuse to ask about very much at once between the great reviews."""
    if since is None:
        return
    count = population(schedule.query, newest_crawl(), since).count()
    if count > MOST_NEW:
        raise TooManyNew(
            _(
                "%(count)d grants are new, more than %(most)d: somebody should look at "
                "the map before their owners are asked. Then open a review of them."
            )
            % {"count": count, "most": MOST_NEW}
        )
