"""What was left to answer at the end of each day, against a steady pace."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accessmap.charts.chart import Figures, as_json, bars
from reviews.labels import RISK
from reviews.lifecycle import Risk, Verdict
from reviews.models import Campaign, Decision, Event

MOST_DAYS = 62  # more are shown by every second, third … day
# Decisions have no hue: from ink to pale, riskiest darkest.
SLUGS = ("ink", "ink3", "control", "warn")

Change = tuple[datetime, int, bool]  # when, which item, open from then on?


def burn_down(campaign: Campaign) -> Figures:
    """Count what was open at the end of each day, by risk, until today or the close."""
    first = timezone.localdate(campaign.opened_at)
    last = timezone.localdate(campaign.closed_at or timezone.now())
    left = _left(campaign)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    shown = days[:: len(days) // MOST_DAYS + 1]
    if shown[-1] != last:
        shown.append(last)
    return Figures(
        heading=_("End of the day"),
        columns=(*(str(RISK[each]) for each in Risk), _("At a steady pace")),
        slugs=SLUGS,
        rows=tuple(
            (
                date_format(day, "SHORT_DATE_FORMAT"),
                (
                    *(left.get(day, left[first])[each] for each in Risk),
                    _pace(campaign, first, day),
                ),
            )
            for day in shown
        ),
    )


def draw(found: Figures) -> Mapping[str, Any]:
    """Draw standing bars, and the pace as a line before them."""
    from plotly import graph_objects

    *counts, pace = bars(found, is_upright=True)
    line = graph_objects.Scatter(
        x=pace.x, y=pace.y, name=pace.name, meta=pace.meta, mode="lines"
    )
    layout = {
        "barmode": "stack",
        "xaxis": {"type": "category", "automargin": True},
        "yaxis": {"title": {"text": _("Unanswered")}, "rangemode": "tozero"},
        "height": 340,
    }
    return as_json(graph_objects.Figure([*counts, line], layout))


def _left(campaign: Campaign) -> dict[date, Counter[str]]:
    """Return what was open at the end of each day, by risk."""
    risks = dict(campaign.items.values_list("number", "risk"))
    open_ = dict.fromkeys(risks, True)
    count: Counter[str] = Counter(risks.values())
    day = timezone.localdate(campaign.opened_at)
    last = timezone.localdate(campaign.closed_at or timezone.now())
    left = {day: Counter(count)}
    for at, number, is_open in sorted(_changes(campaign)):
        while day < timezone.localdate(at):
            left[day] = Counter(count)
            day += timedelta(days=1)
        if open_[number] != is_open:
            open_[number] = is_open
            count[risks[number]] += 1 if is_open else -1
    while day <= last:
        left[day] = Counter(count)
        day += timedelta(days=1)
    return left


def _changes(campaign: Campaign) -> Iterator[Change]:
    """Yield when which item was answered, let go, or asked again."""
    made = Decision.objects.filter(item__campaign=campaign).order_by("pk")
    told = made.values_list("decided_at", "item__number", "verdict")
    for at, number, verdict in told.iterator():
        yield at, number, verdict == Verdict.WITHDRAW
    kinds = ("items-ended", "deadline-applied", "exception-answered")
    acts = Event.objects.filter(campaign=campaign, kind__in=kinds)
    for act in acts.select_related("item"):
        for number in (*act.says.get("numbers", ()), *act.says.get("kept", ())):
            yield act.at, number, False
        if act.item and act.says.get("approved") is False:
            yield act.at, act.item.number, True


def _pace(campaign: Campaign, first: date, day: date) -> int:
    """Return what would be left if as many were answered every day until it is due."""
    days = max((campaign.due_on - first).days, 1)
    past = min((day - first).days, days)
    return round(campaign.population_count * (days - past) / days)
