"""One edge of the map: its grants, worst first, and nothing that is not of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accessmap.changes_look import SIGNS
from accessmap.graph.behind import accounts_behind, sources_behind
from accessmap.graph.bundles import within
from accessmap.graph.dates import seen_at
from accessmap.graph.filters import BadFilter, GrantFilter
from accessmap.graph.generation import one_moment
from accessmap.graph.last_seen import last_seen_among
from accessmap.graph.narrow import matching
from accessmap.graph.of_unit import NOWHERE
from accessmap.graph.opinion import opinions as opinions_of
from accessmap.graph.parties import Parties
from accessmap.graph.picture import party_name
from accessmap.graph.reading import Reading, State, readings
from accessmap.graph.seen import Seen
from accessmap.models import Grant
from accessmap.verdicts import RANK
from accessmap.views.guards import sees_everything_required

SHOWN = 50  # grants at once; the pages after have the rest
MOST = 20  # accounts that the address of a list can name


@sees_everything_required
@one_moment()
def edge(request: HttpRequest) -> HttpResponse:
    """Show the grants of one edge, worst first."""
    # Beside the picture only the part is wanted; as a page of its own, all of it.
    is_part = bool(getattr(request, "htmx", False))
    layout = "accessmap/map/fragment.html" if is_part else "base.html"
    sources, targets = request.GET.getlist("from"), request.GET.getlist("to")
    if not sources and not targets:
        said = _("This address names no end of an edge. Open an edge from the map.")
        refused = {"layout": layout, "refused": said}
        return render(request, "accessmap/map/edge.html", refused, status=400)
    try:
        accounts = accounts_behind(targets, seen_at(request.GET))
        seen = Seen.of(_into(accounts, request.GET) if targets else request.GET)
    except BadFilter as error:
        refused = {"layout": layout, "refused": str(error)}
        return render(request, "accessmap/map/edge.html", refused, status=400)
    parties = Parties(seen.at)
    signs = {each.row.pk: SIGNS[each.change] for each in seen.changes}
    behind = dict.fromkeys(sources_behind(sources, targets, seen.at))
    keys = _worst_first(seen, set(within(seen.grants, parties, behind)), signs)
    page = Paginator(keys, SHOWN).get_page(request.GET.get("page"))
    rows = _rows(list(page.object_list))
    opinions = opinions_of(rows)
    source = parties.of_id(sources[0]) if len(sources) == 1 else None
    is_one = len(sources) == 1 and len(targets) == 1 and accounts == targets
    told = {
        "layout": layout,
        "page": page,
        "rows": rows,
        "seen_last": last_seen_among(rows, seen.at),
        "grants": [(row, signs.get(row.pk), opinions[row.pk]) for row in rows],
        "count": len(keys),
        "verdict": rows[0].verdict if rows else "",
        "source": party_name(source) if source else (_("Several"), ""),
        "target": _target(parties, targets),
        "unfold": f"{sources[0]}>{targets[0]}" if is_one else "",
        "list": _list(request.GET, behind, accounts, page.paginator),
        "target_reading": _reading(targets, seen.at),
    }
    return render(request, "accessmap/map/edge.html", told)


def _into(accounts: Sequence[str], params: QueryDict) -> QueryDict:
    """Return the address of the map, into these accounts only."""
    asked = GrantFilter.of(params).target
    found = [each for each in accounts if each in asked or not asked]
    narrow = params.copy()
    narrow.setlist("target", found)
    if not found:
        narrow.setlist("ou", [NOWHERE])
    return narrow


def _worst_first(seen: Seen, keys: Set[int], signs: Mapping[int, Any]) -> list[int]:
    found = seen.grants.order_by().values_list("pk", "is_blocked", "verdict")
    ordered = sorted(
        (pk not in signs, is_blocked, RANK.get(verdict, 0), pk)
        for pk, is_blocked, verdict in found
        if pk in keys
    )
    return [pk for *_order, pk in ordered]


def _rows(keys: Sequence[int]) -> list[Grant]:
    grants = Grant.objects.select_related("resource", "snapshot__document")
    found = grants.prefetch_related("flags").in_bulk(keys)
    return [found[key] for key in keys if key in found]


def _target(parties: Parties, targets: Sequence[str]) -> tuple[str, str]:
    if len(targets) == 1:
        return party_name(parties.of_id(targets[0]))
    count = len(targets)
    return ngettext("%(n)s account", "%(n)s accounts", count) % {"n": count}, ""


def _reading(targets: Sequence[str], at: datetime | None) -> Reading | None:
    """Return how the account at the end was read; who left is unread, not well read."""
    if not targets or not targets[0].isdigit():
        return None
    return readings(at).get(targets[0], Reading(State.UNREAD))


def _list(
    params: QueryDict,
    sources: Collection[str],
    accounts: Sequence[str],
    pages: Paginator[int],
) -> str:
    """Return the filter that has just these grants, if there is one and they are many.

    A filter knows accounts; an edge of a party that is none has no list of its own.
    """
    is_sayable = all(each.isdigit() for each in sources) and "before" not in params
    if (
        pages.num_pages == 1
        or not is_sayable
        or max(len(sources), len(accounts)) > MOST
    ):
        return ""
    wanted = replace(
        GrantFilter.of(params), source=tuple(sources), target=tuple(accounts)
    )
    return wanted.query() if matching(wanted).count() == pages.count else ""
