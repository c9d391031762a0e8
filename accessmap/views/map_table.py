"""Every edge of the map as a table, page by page: what no picture has room for."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accessmap.filter_words import beside
from accessmap.graph.dates import before_first
from accessmap.graph.every_edge import every_edge
from accessmap.graph.filters import BadFilter, GrantFilter
from accessmap.graph.table import edge_lines
from accessmap.models import OrganizationalUnit
from accessmap.views.guards import sees_everything_required
from accessmap.views.in_time import dates_in_order
from accessmap.views.map import without
from accessmap.views.narrowing import narrowing

PAGE_SIZE = 100
IN_FORM: frozenset[str] = frozenset()


@sees_everything_required
@dates_in_order
def index(request: HttpRequest) -> HttpResponse:
    """Show the edges between parties and accounts under the map's filter."""
    try:
        wanted = GrantFilter.of(request.GET)
        if first := before_first(request.GET):
            unread = {"first": first}
            return render(request, "accessmap/map/table.html", unread)
        found = every_edge(request.GET)
    except BadFilter as error:
        refused = {"refused": str(error)}
        return render(request, "accessmap/map/table.html", refused, status=400)
    page = Paginator(found["edges"], PAGE_SIZE).get_page(request.GET.get("page"))
    shown = {**found, "edges": list(page.object_list)}
    unit_id = request.GET.get("unit", "")
    context = {
        "page": page,
        "lines": edge_lines(shown, without(request, ("from", "to", "unit", "page"))),
        "query": without(request, ("page",)),
        "unit": OrganizationalUnit.objects.filter(unit_id=unit_id).first(),
        **narrowing(wanted, own=IN_FORM, more=beside(request.GET)),
    }
    return render(request, "accessmap/map/table.html", context)
