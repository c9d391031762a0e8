"""Write down that a crawl ended which saw something new, for who asks at once."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from reviews.errors import Refused
from reviews.models import Occurrence, Schedule
from reviews.operations.open_campaign import newest_crawl
from reviews.operations.take_occurrences import miss, terms_of
from reviews.population import population


@transaction.atomic
def take_crawl(pk: int) -> None:
    """Give schedule ``pk`` an occurrence for the newest crawl, once, if it saw any.

    The schedule's row is the lock, and the crawl is the occurrence's name. Crawls that
    ended between two looks need none of their own: the newest saw what they saw, and
    what is gone since is not asked about.
    """
    schedule = Schedule.objects.select_for_update().get(pk=pk)
    try:
        crawl = newest_crawl()
    except Refused:
        return
    if crawl.pk == schedule.taken_crawl_id:
        return
    schedule.taken_crawl = crawl
    schedule.save(update_fields=["taken_crawl"])
    if not population(schedule.query, crawl, schedule.new_since).exists():
        return
    ended_at = crawl.finished_at or crawl.started_at
    newest = Occurrence.objects.create(
        schedule=schedule,
        nominal_on=timezone.localdate(ended_at, ZoneInfo(schedule.time_zone)),
        crawl=crawl,
        due_at=ended_at,
        terms=terms_of(schedule),
    )
    waiting = schedule.occurrences.filter(state=Occurrence.State.WAITING)
    miss(newest, list(waiting.exclude(pk=newest.pk)))
