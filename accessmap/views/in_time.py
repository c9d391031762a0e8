"""When a map is of: its strip of crawls, and what changed between two dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.timezone import localtime

from accessmap.changes_look import SIGNS, UNCHANGED, Sign
from accessmap.graph.changes import Comparison
from accessmap.graph.dates import comparison_of, in_order, known, shown_at, with_zone
from accessmap.graph.of_unit import narrowed
from accessmap.models import Crawl

TICKS = 24
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def dates_in_order(view: View[P]) -> View[P]:
    """Let a view see both dates as they are used, whichever was named first.

    A time without a zone, as forms send it, is led to the address of that moment.
    """

    @wraps(view)
    def ordered(
        request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        zoned = with_zone(request.GET)
        if zoned != request.GET:
            return redirect(f"{request.path}?{zoned.urlencode()}")
        request.GET = in_order(request.GET)  # type: ignore[assignment]
        return view(request, *args, **kwargs)

    return ordered


@dataclass(frozen=True, slots=True)
class Tick:
    """A crawl on the strip; where another began on its day, that does not tell it."""

    crawl: Crawl
    is_alone: bool


def ticks() -> list[Tick]:
    """Return the newest crawls, the newest last, by the days of the reader."""
    crawls = list(reversed(Crawl.objects.finished()[:TICKS]))
    began: Counter[date] = Counter(_day(each) for each in crawls)
    return [Tick(each, began[_day(each)] == 1) for each in crawls]


def _day(crawl: Crawl) -> date:
    return localtime(crawl.started_at).date()


@dataclass(frozen=True, slots=True)
class Box:
    """A kind of change in the legend: its look, how many, and the list of them."""

    sign: Sign
    count: int
    is_on: bool
    listed: str = ""


def in_time(params: QueryDict) -> dict[str, Any]:
    """Return the moment that is shown, and what changed since the one before it."""
    compared, at = comparison_of(narrowed(params)), shown_at(params)
    kept = params.copy()
    for name in ("at", "before", "change"):
        kept.pop(name, None)
    found: dict[str, Any] = {"kept": kept.urlencode()}
    if at is not None:
        found["at"] = known(at)
    if compared is not None:
        found["then"] = known(compared.then)
        found["signs"] = [(SIGNS[kind], n) for kind, n in compared.counts.items()]
        found["kinds"] = list(SIGNS)
        found["boxes"] = _boxes(compared, params)
        found["listed"] = _listed(compared, params)
    return found


def _boxes(compared: Comparison, params: QueryDict) -> list[Box]:
    counts = compared.counts
    listed = _listed(compared, params)
    boxes = [
        (sign, counts[slug], f"{listed}&change={slug}") for slug, sign in SIGNS.items()
    ]
    return [
        Box(sign, count, not compared.kinds or sign.slug in compared.kinds, behind)
        for sign, count, behind in (*boxes, (UNCHANGED, compared.same_count, ""))
    ]


def _listed(compared: Comparison, params: QueryDict) -> str:
    """Return filter and dates as the list of changes takes them: it knows no unit."""
    dates = {name: params[name] for name in ("before", "at") if params.get(name)}
    wanted = {k: v for k, v in compared.wanted.words().items() if k not in dates}
    return urlencode({**wanted, **dates}, doseq=True)
