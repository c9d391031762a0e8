"""The map: the whole organization and who is trusted in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accessmap.filter_words import beside
from accessmap.graph.dates import before_first, seen_at
from accessmap.graph.export import FORMATS
from accessmap.graph.filters import BadFilter, GrantFilter
from accessmap.graph.of_unit import narrowed
from accessmap.graph.shown import bundled, coverage, picture
from accessmap.graph.table import blocked, edge_lines, hub_lines, legend, town_lines
from accessmap.models import OrganizationalUnit
from accessmap.views.guards import person
from accessmap.views.in_time import dates_in_order, in_time, ticks
from accessmap.views.narrowing import narrowing

IN_FORM: frozenset[str] = frozenset()
MOST = 20  # accounts that the address of a list can name
LISTED = 200  # edges in the table beside the picture


@dates_in_order
def index(request: HttpRequest) -> HttpResponse:
    """Show the map, and its edges as a list beside it."""
    if not person(request).sees_everything:
        return redirect("reviews:inbox-index")
    try:
        wanted, first = GrantFilter.of(request.GET), before_first(request.GET)
        read = coverage(seen_at(request.GET))
        shown = picture(request.GET)
        if first or not read["total"]:
            return _none(request, {"first": first, "time": in_time(request.GET)})
    except BadFilter as error:
        return _none(request, {"refused": str(error)})
    lines = edge_lines(shown, _filters(request))
    page = {
        "edges": lines[:LISTED],
        "edge_count": edge_count(shown, len(lines)),
        # A line of the list may stand for several, and some have none.
        "pairs": shown["pairs"] if shown["pairs"] > len(lines[:LISTED]) else 0,
        "towns": town_lines(shown, _filters(request)),
        "town_filters": _filters(request),
        "hubs": hub_lines(shown, _filters(request)),
        "bundled": bundled(shown),
        "cell": shown.get("cell"),
        "units": [each for each in shown["territories"] if each["depth"]],
        "legend": legend(shown, wanted),
        **_listed(request),
        "blocked": blocked(shown),
        **_absent(request, shown),
        **narrowing(wanted, own=IN_FORM, more=beside(request.GET)),
        "filter": request.GET,
        "coverage": read,
        "time": in_time(request.GET),
        "ticks": ticks(),
        "unit": OrganizationalUnit.objects.filter(
            unit_id=request.GET.get("unit", "")
        ).first(),
        "query": request.GET.urlencode(),
        "formats": FORMATS,
    }
    return render(request, "accessmap/map/index.html", page)


def _none(request: HttpRequest, why: dict[str, Any]) -> HttpResponse:
    """Say why there is no map: no zero stands for what is not known."""
    page = {
        **why,
        "ticks": ticks(),
        "filter": request.GET,
        "query": request.GET.urlencode(),
    }
    status = 400 if "refused" in why else 200
    return render(request, "accessmap/map/none.html", page, status=status)


def _listed(request: HttpRequest) -> dict[str, str]:
    """Return the filters of the lists behind the numbers: all that the map is of."""
    wanted = GrantFilter.of(narrowed(request.GET))
    return {
        "listed": wanted.query(verdict=(), blocked=""),
        "listed_blocked": wanted.query(blocked=""),
    }


def _absent(request: HttpRequest, shown: dict[str, Any]) -> dict[str, Any]:
    """Return how many grants are in accounts without a place here, and where they are.

    Compared dates have no list of grants, nor have more accounts than an address holds.
    """
    accounts = shown["counted"]["absent_in"]
    wanted = GrantFilter.of(narrowed(request.GET))
    address = f"{reverse('accessmap:map-table')}?{request.GET.urlencode()}"
    if len(accounts) <= MOST and "before" not in request.GET:
        query = wanted.query(target=tuple(accounts))
        address = f"{reverse('accessmap:grants-index')}?{query}"
    return {"absent": shown["counted"]["absent"], "absent_url": address}


def _filters(request: HttpRequest) -> str:
    """Return the map's own filters: an edge shows no more than the map does."""
    return without(request, ("from", "to", "unit"))


def without(request: HttpRequest, names: Sequence[str]) -> str:
    """Return the address's words but these."""
    kept = request.GET.copy()
    for name in names:
        kept.pop(name, None)
    return kept.urlencode()


def edge_count(shown: dict[str, Any], listed: int) -> int:
    """Return how many lines there would be, had the list room for all."""
    if shown.get("view") == "accounts":
        return int(shown["all_edges"])
    return listed + int(shown.get("unseen", 0))
