"""One account beside the map: who it is, what it grants, who answers for it."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accessmap.graph.filters import BadFilter, GrantFilter
from accessmap.graph.generation import one_moment
from accessmap.graph.of_account import inward, outward, resources
from accessmap.graph.outsider import outsider
from accessmap.graph.reading import Reading, State, readings
from accessmap.graph.seen import Seen
from accessmap.models import Account
from accessmap.views.accounts import told_of
from accessmap.views.guards import sees_everything_required

MOST = 5  # grants each way; the list has them all
ROLE = "AWS::IAM::Role"


@sees_everything_required
@one_moment()
def detail(request: HttpRequest, account_id: str) -> HttpResponse:
    """Show an account in the panel of the map, within the map's own filter."""
    # Beside the picture only the part is wanted; as a page of its own, all of it.
    is_part = bool(getattr(request, "htmx", False))
    layout = "accessmap/map/fragment.html" if is_part else "base.html"
    ours = Account.objects.select_related("unit").filter(account_id=account_id)
    try:
        seen, wanted = Seen.of(request.GET), GrantFilter.of(request.GET)
    except BadFilter as error:
        refused = {"layout": layout, "refused": str(error)}
        return render(request, "accessmap/map/account.html", refused, status=400)
    filters = replace(wanted, target=(), source=()).query()
    if (account := ours.first()) is None:
        party = outsider(seen.grants, account_id, MOST, seen.at)
        shown = {"layout": layout, "at": seen.at, "filters": filters}
        return told_of(request, party, account_id=account_id, **shown)
    lets_in = inward(seen.grants, account_id, MOST, seen.at)
    there = resources(account_id, seen.at)
    page = {
        "layout": layout,
        "account": account,
        "at": seen.at,
        "inward": lets_in,
        "outward": outward(seen.grants, account_id, MOST, seen.at),
        "verdicts": lets_in.tally.held_by_verdict,
        "filters": filters,
        "roles": sum(count for kind, count, _ in there if kind == ROLE),
        "resource_count": sum(count for _, count, _ in there),
        "resources": sorted(there, key=lambda each: -each[2])[:6],
        "reading": readings(seen.at).get(account_id, Reading(State.UNREAD)),
    }
    return render(request, "accessmap/map/account.html", page)
