"""Who several are that stand in one place of the map's rim."""

from __future__ import annotations

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accessmap.graph.filters import BadFilter
from accessmap.graph.parties import Parties
from accessmap.graph.picture import party_name
from accessmap.graph.seen import Seen
from accessmap.views.guards import sees_everything_required


@sees_everything_required
def index(request: HttpRequest) -> HttpResponse:
    """List the parties of an address, each with its grants under the filter."""
    is_part = bool(getattr(request, "htmx", False))
    page = {"layout": "accessmap/map/fragment.html" if is_part else "base.html"}
    wanted = set(request.GET.getlist("party"))
    try:
        seen = Seen.of(request.GET)
        edges, known = seen.edges(), Parties(seen.at)
    except BadFilter as error:
        refused = {**page, "refused": str(error)}
        return render(request, "accessmap/map/parties.html", refused, status=400)
    counts: Counter[str] = Counter()
    parties = {}
    for edge in edges:
        ends = (edge.source, known.account(edge.target))
        for party in ends:
            if party.id in wanted:
                parties[party.id] = party
                counts[party.id] += edge.count
    told = [
        {
            "id": party.id,
            "name": party_name(party),
            "count": counts[party.id],
            "is_account": party.id.isdigit(),
        }
        for party in sorted(parties.values(), key=lambda each: -counts[each.id])
    ]
    return render(request, "accessmap/map/parties.html", {**page, "parties": told})
