"""Two dates compared, as a list: the table twin of the map of changes."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import localtime

from accessmap.changed_lines import (
    HEADER,
    as_cells,
    as_json,
    changed_lines,
    stamp,
)
from accessmap.changes_look import SIGNS
from accessmap.graph.changes import Comparison
from accessmap.graph.dates import before_first, comparison_of, known, newest_step
from accessmap.graph.filters import BadFilter
from accessmap.graph.sheet import sheet
from accessmap.language import reader_language
from accessmap.models import Crawl
from accessmap.spoken import Speaker
from accessmap.views.csv_file import csv_file
from accessmap.views.guards import sees_everything_required
from accessmap.views.in_time import dates_in_order

PAGE_SIZE = 50


@sees_everything_required
@dates_in_order
def index(request: HttpRequest) -> HttpResponseBase:
    """Show what changed between two dates: as a page, CSV or JSON."""
    asked = request.GET.copy()
    asked.setdefault("before", newest_step())
    page: dict[str, object] = {
        "before": asked["before"],
        "at": asked.get("at", ""),
        "crawls": Crawl.objects.finished()[:60],
        "kept": _kept(request),
    }
    try:
        found = comparison_of(asked)
    except BadFilter as error:
        page["problem"] = str(error)
        return render(request, "accessmap/changes/index.html", page, status=400)
    if found is None:
        return render(request, "accessmap/changes/index.html", page)
    if request.GET.get("format") in {"csv", "json"}:
        return _taken(found, request.GET["format"])
    kind = request.GET.get("change", "")
    part = Paginator(found.changes, PAGE_SIZE).get_page(request.GET.get("page"))
    page |= {
        "found": found,
        "kind": kind,
        "page": part,
        "lines": list(changed_lines(list(part))),
        "signs": [(sign, found.counts[slug]) for slug, sign in SIGNS.items()],
        "moments": _moments(found),
        "then": known(found.then),
        "now": known(found.now),
        "first": before_first(asked),
        "query": _query(asked),
    }
    return render(request, "accessmap/changes/index.html", page)


def _query(asked: QueryDict) -> str:
    """Return both dates and the filter, as the map takes them."""
    kept = asked.copy()
    for name in ("change", "page", "format"):
        kept.pop(name, None)
    return kept.urlencode()


def _moments(found: Comparison) -> str:
    """Return how both moments are written: with the hour where the day is the same."""
    days = {localtime(each).date() for each in (found.then, found.now)}
    return "DATETIME_FORMAT" if len(days) == 1 else "DATE_FORMAT"


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the filter of the address, which the form of the dates carries along."""
    own = {"before", "at", "change", "page", "format"}
    return [
        (name, value)
        for name, values in request.GET.lists()
        if name not in own
        for value in values
    ]


def _taken(found: Comparison, wanted: str) -> HttpResponseBase:
    speaker = Speaker(reader_language())
    days = (localtime(each).date() for each in (found.then, found.now))
    name = "accessmap-changes-{}-to-{}".format(*days)
    if wanted == "json":
        told = {"stamp": stamp(found), "changes": list(as_json(found, speaker))}
        headers = {"Content-Disposition": f'attachment; filename="{name}.json"'}
        return JsonResponse(told, headers=headers)
    return csv_file(name, sheet(HEADER, as_cells(found, speaker)))
