"""Write down each time that a schedule came round."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from reviews.calendar import recurrence
from reviews.evidence.ledger import record
from reviews.models import Occurrence, Schedule

JOB = "take-occurrences"
AFTER_CRAWLS = "after each crawl"
WAITING = Occurrence.State.WAITING


@transaction.atomic
def take_occurrences(pk: int, *, now: datetime) -> None:
    """Give each occurrence of schedule ``pk`` up to ``now`` its row, once.

    The schedule's row is the lock, and the date is the occurrence's name. Of several
    that wait the newest stands for those before it, and each of these says so.
    """
    schedule = Schedule.objects.select_for_update().get(pk=pk)
    found = schedule.recurrence.between(schedule.taken_until, now)
    # A schedule that was changed to a later hour of the day has had that day.
    had = set(schedule.occurrences.values_list("nominal_on", flat=True))
    new = [_row(schedule, each) for each in found if each.nominal_on not in had]
    if not new:
        return
    Occurrence.objects.bulk_create(new)
    schedule.taken_until = now
    schedule.save(update_fields=["taken_until"])
    newest, *older = schedule.occurrences.filter(state=WAITING).order_by("-due_at")
    miss(newest, older)


def _row(schedule: Schedule, found: recurrence.Occurrence) -> Occurrence:
    return Occurrence(
        schedule=schedule,
        nominal_on=found.nominal_on,
        due_at=found.at,
        terms=terms_of(schedule),
    )


def terms_of(schedule: Schedule) -> dict[str, object]:
    """Return what a schedule says now, which its occurrence keeps."""
    return {
        "rule": AFTER_CRAWLS if schedule.is_at_once else schedule.rule,
        "starts_on": schedule.starts_on.isoformat(),
        "clock": schedule.clock.isoformat(),
        "time_zone": schedule.time_zone,
        "country": schedule.country,
        "roll": schedule.roll,
        "query": schedule.query,
        "reason": schedule.reason,
        "is_for_new": schedule.is_for_new,
    }


def miss(newest: Occurrence, older: Sequence[Occurrence]) -> None:
    """Let the newest stand for those that wait before it; each says so."""
    for each in older:
        each.state = Occurrence.State.MISSED
        each.caught_up_by = newest
        each.save(update_fields=["state", "caught_up_by"])
        record(
            "occurrence-missed",
            by=JOB,
            schedule=each.schedule_id,
            nominal_on=each.nominal_on.isoformat(),
            caught_up_on=newest.nominal_on.isoformat(),
        )
