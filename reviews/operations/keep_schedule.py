"""Make a schedule, change it, or let it rest."""

from __future__ import annotations

from zoneinfo import ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accessmap.models import User
from reviews.calendar.business_days import CountryUnknown
from reviews.calendar.recurrence import RuleUnusable, parse
from reviews.errors import NotAllowed, ReasonRequired, ScheduleUnusable
from reviews.evidence.ledger import record
from reviews.models import Schedule
from reviews.operations.take_occurrences import AFTER_CRAWLS, take_occurrences
from reviews.population import filter_of


@transaction.atomic
def keep_schedule(schedule: Schedule, *, by: User) -> Schedule:
    """Save ``schedule`` as it now stands, or refuse it with a sentence.

    It looks ahead only: what came round while it did not exist, rested, or had another
    rule is not made up for.
    """
    if not by.is_analyst:
        raise NotAllowed(_("Only analysts keep schedules."))
    if not schedule.reason.strip():
        raise ReasonRequired(
            _("Auditors ask why this often: name the policy or the risk analysis.")
        )
    refuse_what_never_comes(schedule)
    schedule.query = filter_of(schedule.query).query()
    is_new = schedule.pk is None
    now = timezone.now()
    before = None if is_new else Schedule.objects.get(pk=schedule.pk)
    if before and not before.is_paused and not before.is_at_once:
        # What came round under the old rule is not lost by giving a new one.
        take_occurrences(schedule.pk, now=now)
    schedule.taken_until = now
    if before is None or not before.is_for_new:
        schedule.new_since = now
    schedule.save()
    record(
        "schedule-made" if is_new else "schedule-changed",
        by=by,
        schedule=schedule.pk,
        name=schedule.name,
        query=schedule.query,
        rule=AFTER_CRAWLS if schedule.is_at_once else schedule.rule,
        starts_on=schedule.starts_on.isoformat(),
        time_zone=schedule.time_zone,
        country=schedule.country,
        reason=schedule.reason,
        is_for_new=schedule.is_for_new,
        is_paused=schedule.is_paused,
    )
    return schedule


def refuse_what_never_comes(schedule: Schedule) -> None:
    """Refuse a rhythm that cannot be read, or that comes round never."""
    try:
        schedule.full_clean(exclude=["owner", "fallback", "reason", "name"])
        parse(schedule.rule, schedule.starts_on)
        comes = schedule.recurrence.following(timezone.now(), 1)
    except RuleUnusable as error:
        raise ScheduleUnusable(str(error)) from error
    except CountryUnknown as error:
        raise ScheduleUnusable(
            _("No holidays are known for “%(country)s”. Write a code such as JP.")
            % {"country": schedule.country}
        ) from error
    except (ValidationError, ZoneInfoNotFoundError) as error:
        messages = getattr(error, "messages", [str(error)])
        raise ScheduleUnusable(" ".join(messages)) from error
    if not comes:
        raise ScheduleUnusable(
            _("This rule never comes round. Look at its month and day.")
        )
