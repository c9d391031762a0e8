"""The map: the whole organization and who is trusted in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accessmap.changes_look import SIGNS
from accessmap.graph.bundles import within
from accessmap.graph.dates import comparison_of, known, shown_at
from accessmap.graph.export import FORMATS
from accessmap.graph.filters import BadFilter, GrantFilter
from accessmap.graph.parties import Parties
from accessmap.graph.picture import party_name
from accessmap.graph.reading import readings
from accessmap.graph.seen import Seen
from accessmap.graph.shown import coverage, picture
from accessmap.graph.table import blocked, edge_lines, hub_lines, legend, town_lines
from accessmap.models import (
    Account,
    Crawl,
    Grant,
    OrganizationalUnit,
)
from accessmap.verdicts import RANK
from accessmap.views.guards import person, sees_everything_required
from accessmap.views.narrowing import narrowing

SHOWN = 50  # grants of one edge; the list of grants has them all
UNIT = "unit:"  # begins the name of a unit as one end of an edge
IN_FORM: frozenset[str] = frozenset()
LISTED = 200  # edges in the table beside the picture
NOTHING: dict[str, Any] = {"edges": [], "towns": [], "parties": [], "territories": []}


def index(request: HttpRequest) -> HttpResponse:
    """Show the map, and its edges as a list beside it."""
    if not person(request).sees_everything:
        return redirect("reviews:inbox-index")
    refused, shown, wanted = "", NOTHING, GrantFilter()
    try:
        wanted = GrantFilter.of(request.GET)
        shown = picture(request.GET)
    except BadFilter as error:
        refused = str(error)
    lines = edge_lines(shown, _filters(request))
    page = {
        "refused": refused,
        "edges": lines[:LISTED],
        "edge_count": len(lines),
        "towns": town_lines(shown, _filters(request)),
        "town_filters": _filters(request),
        "hubs": hub_lines(shown, _filters(request)),
        "bundled": bundled(shown),
        "cell": shown.get("cell"),
        "units": [each for each in shown["territories"] if each["depth"]],
        "legend": legend(shown),
        "listed": wanted.query(**_where(request)),
        "blocked": blocked(shown),
        **narrowing(wanted, own=IN_FORM),
        "filter": request.GET,
        "coverage": coverage(None if refused else shown_at(request.GET)),
        "time": None if refused else in_time(request),
        "crawls": list(reversed(Crawl.objects.finished()[:24])),
        "unit": OrganizationalUnit.objects.filter(
            unit_id=request.GET.get("unit", "")
        ).first(),
        "query": request.GET.urlencode(),
        "formats": FORMATS,
    }
    status = 400 if refused else 200
    return render(request, "accessmap/map/index.html", page, status=status)


@sees_everything_required
def edge(request: HttpRequest) -> HttpResponse:
    """Show the grants of one edge, worst first."""
    sources, target = request.GET.getlist("from"), request.GET.get("to", "")
    # Beside the picture only the part is wanted; as a page of its own, all of it.
    layout = "accessmap/map/fragment.html" if _is_part(request) else "base.html"
    place = {"target": target}
    if target.startswith(UNIT):
        place = {"ou": target.removeprefix(UNIT)}
    try:
        seen = Seen.of({**dict(request.GET.lists()), **place})
    except BadFilter as error:
        refused = {"layout": layout, "refused": str(error)}
        return render(request, "accessmap/map/edge.html", refused, status=400)
    parties = Parties(seen.at)
    keys = within(seen.grants, parties, [*sources, *_at_home_in(sources)])
    signs = {each.row.pk: SIGNS[each.change] for each in seen.changes}
    rows = sorted(
        Grant.objects.filter(pk__in=keys)
        .select_related("resource", "snapshot__document")
        .prefetch_related("flags"),
        key=lambda row: (
            row.pk not in signs,
            row.is_blocked,
            RANK.get(row.verdict, 0),
            row.pk,
        ),
    )
    source = parties.of_id(sources[0]) if len(sources) == 1 else None
    page = {
        "layout": layout,
        "grants": [(row, signs.get(row.pk)) for row in rows[:SHOWN]],
        "count": len(rows),
        "verdict": rows[0].verdict if rows else "",
        "source": party_name(source) if source else (_("Several"), ""),
        "target": parties.of_id(target),
        "unfold": f"{sources[0]}>{target}" if source and target.isdigit() else "",
        "target_reading": readings(seen.at).get(target),
    }
    return render(request, "accessmap/map/edge.html", page)


def _at_home_in(sources: Sequence[str]) -> list[str]:
    """Return the accounts of those sources that are units: from afar they are one."""
    units = [each.removeprefix(UNIT) for each in sources if each.startswith(UNIT)]
    homes = Account.objects.present().filter(unit__unit_id__in=units)
    return list(homes.values_list("account_id", flat=True))


def _is_part(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def _where(request: HttpRequest) -> dict[str, Any]:
    """Return where the grants of the picture are: in the unit that it shows."""
    unit = request.GET.get("unit")
    return {"ou": (unit,)} if unit else {}


def _filters(request: HttpRequest) -> str:
    """Return the map's own filters: an edge shows no more than the map does."""
    return _without(request, ("from", "to", "unit"))


def _without(request: HttpRequest, names: Sequence[str]) -> str:
    kept = request.GET.copy()
    for name in names:
        kept.pop(name, None)
    return kept.urlencode()


def bundled(shown: dict[str, Any]) -> str:
    """Return what is not drawn one by one, in words; empty where all is."""
    if not shown.get("unseen") and shown.get("view") != "units":
        return ""
    return _("%(drawn)s bundles of %(all)s edges are drawn.") % {
        "drawn": len(shown["edges"]),
        "all": shown.get("all_edges", len(shown["edges"]) + shown["unseen"]),
    }


def in_time(request: HttpRequest) -> dict[str, Any]:
    """Return the moment that is shown, and what changed since the one before it."""
    compared, at = comparison_of(request.GET), shown_at(request.GET)
    found: dict[str, Any] = {"kept": _without(request, ("at", "before"))}
    if at is not None:
        found["at"] = known(at)
    if compared is not None:
        found["then"] = known(compared.then)
        found["signs"] = [(SIGNS[kind], n) for kind, n in compared.counts.items()]
    return found
