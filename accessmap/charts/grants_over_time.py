"""Grants by verdict at every crawl: whether it gets better or worse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accessmap.charts.chart import EVERY, Chart, Figures, as_json, bars, held, register
from accessmap.graph.filters import GrantFilter, end_of
from accessmap.graph.narrow import matching
from accessmap.models import Crawl
from accessmap.verdicts import LOOKS

MOST = 30  # the newest crawls


def figures(wanted: GrantFilter = EVERY) -> Figures:
    """Count the grants held at each of the newest crawls, by the date asked for."""
    wanted = held(wanted)
    by = Q(started_at__lte=end_of(wanted.at)) if wanted.at else Q()
    crawls = list(reversed(Crawl.objects.finished().filter(by)[:MOST]))
    counts = _held_at(wanted, [crawl.started_at for crawl in crawls])
    slugs = [slug for slug in LOOKS if any(each[slug] for each in counts)]
    return Figures(
        heading=_("Crawl"),
        columns=tuple(str(LOOKS[slug].word) for slug in slugs),
        slugs=tuple(slugs),
        rows=tuple(
            (_label(crawl), tuple(found[slug] for slug in slugs))
            for crawl, found in zip(crawls, counts, strict=True)
        ),
        links=tuple(
            tuple(
                wanted.query(at=crawl.started_at.isoformat(), verdict=(slug,))
                for slug in slugs
            )
            for crawl in crawls
        ),
    )


def _held_at(wanted: GrantFilter, moments: Sequence[datetime]) -> list[Counter[str]]:
    """Count by verdict what was held at each moment: what began less what ended.

    The database counts: moments at which anything begins are few, and grants many.
    """
    grants = matching(replace(wanted, state="all", at="")).order_by()
    began = grants.values_list("verdict", "first_seen_at").annotate(Count("pk"))
    ended = grants.exclude(ended_at=None).values_list("verdict", "ended_at")
    steps = [
        *began,
        *((verdict, at, -n) for verdict, at, n in ended.annotate(Count("pk"))),
    ]
    held: list[Counter[str]] = []
    for moment in moments:
        found: Counter[str] = Counter()
        for verdict, at, count in steps:
            found[verdict] += count if at <= moment else 0
        held.append(found)
    return held


def draw(found: Figures) -> Mapping[str, Any]:
    """Draw standing bars, the oldest crawl first."""
    from plotly import graph_objects

    layout = {
        "barmode": "stack",
        "xaxis": {"type": "category", "automargin": True},
        "yaxis": {"title": {"text": _("Grants")}, "rangemode": "tozero"},
        "height": 420,
    }
    return as_json(graph_objects.Figure(bars(found, is_upright=True), layout))


def _label(crawl: Crawl) -> str:
    moment = timezone.localtime(crawl.started_at)
    return date_format(moment, "SHORT_DATETIME_FORMAT")


register(
    Chart(
        "grants-over-time",
        gettext_lazy("Over time"),
        gettext_lazy("How many grants were held at each crawl, by verdict."),
        figures,
        draw,
    )
)
