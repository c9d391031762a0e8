"""How often reviews come round: all rhythms, one of them, a new one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accessmap.models import OrganizationalUnit
from accessmap.views.guards import analyst_required, sees_everything_required
from reviews.errors import Refused
from reviews.models import Occurrence, Schedule
from reviews.operations.keep_schedule import keep_schedule, refuse_what_never_comes
from reviews.schedule_form import ScheduleForm
from reviews.views.campaigns import CONFLICT, counted, query_of
from reviews.views.guards import person_of

SHOWN_AHEAD = 4


@require_safe
@sees_everything_required
def index(request: HttpRequest) -> HttpResponse:
    """Show every rhythm, and when each comes round next."""
    schedules = Schedule.objects.all()
    coming = {each: each.next_occurrence for each in schedules}
    rows = [
        {"schedule": each, "next": following, "last": next(iter(_came(each)), None)}
        for each, following in coming.items()
    ]
    ahead = (each for each in coming.values() if each)
    first = min(ahead, key=lambda each: each.at, default=None)
    follows = any(each.is_at_once and not each.is_paused for each in schedules)
    context = {"rows": rows, "first": first, "follows": follows}
    return render(request, "reviews/schedules/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@analyst_required
def making(request: HttpRequest) -> HttpResponse:
    """Ask for a rhythm; keep it."""
    return _keep(request, Schedule(owner=person_of(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@sees_everything_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one rhythm with each time it came round; analysts change it here."""
    return _keep(request, get_object_or_404(Schedule, pk=pk))


@require_safe
@analyst_required
def preview(request: HttpRequest) -> HttpResponse:
    """Show when a rhythm would come round, as a part of its page."""
    form = ScheduleForm(request.GET)
    form.is_valid()
    return render(request, "reviews/schedules/preview.html", _ahead(form.instance))


def _keep(request: HttpRequest, schedule: Schedule) -> HttpResponse:
    form = ScheduleForm(request.POST or None, instance=schedule)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        schedule.query = query_of(request.POST)
        try:
            keep_schedule(schedule, by=person_of(request))
        except Refused as error:
            refusal = str(error)
        else:
            messages.success(request, _("Kept. It looks ahead from now on."))
            return redirect("reviews:schedules-index")
    return _show(request, form, refusal)


def _show(request: HttpRequest, form: ScheduleForm, refusal: str) -> HttpResponse:
    schedule: Schedule = form.instance
    context = {
        "form": form,
        "schedule": schedule,
        "refusal": refusal,
        "units": OrganizationalUnit.objects.filter(ended_at=None),
        "occurrences": _came(schedule),
        **_ahead(schedule),
        **counted(request.POST if form.is_bound else _asked(schedule)),
    }
    status = CONFLICT if refusal or form.errors else 200
    return render(request, "reviews/schedules/detail.html", context, status=status)


def _asked(schedule: Schedule) -> QueryDict:
    """Return the terms of a schedule that say who is asked, as its form sends them."""
    asked = schedule.asked.copy()
    asked["is_two_sided"] = str(schedule.is_two_sided)
    asked["fallback"] = str(schedule.fallback_id or "")
    return asked


def _came(schedule: Schedule) -> Iterable[Occurrence]:
    """Return each time that it came round; one that is not yet kept has none."""
    if not schedule.pk:
        return ()
    return schedule.occurrences.select_related("campaign", "caught_up_by")


def _ahead(schedule: Schedule) -> dict[str, Any]:
    """Return the next occurrences with the day that each would be due, or why none."""
    try:
        refuse_what_never_comes(schedule)
    except Refused as refusal:
        return {"unable_rhythm": str(refusal)}
    if schedule.is_at_once:
        return {"is_at_once": True, "days": schedule.days_to_decide}
    found = schedule.recurrence.following(timezone.now(), SHOWN_AHEAD)
    by = schedule.days.after
    ahead = [(each, by(each.on, schedule.days_to_decide)) for each in found]
    return {"ahead": ahead, "zone": schedule.time_zone}
