"""One account or one edge unfolded, as the pieces that the map draws."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accessmap.graph.behind import sources_behind
from accessmap.graph.bundles import within
from accessmap.graph.filters import BadFilter, GrantFilter
from accessmap.graph.opened import BUDGET, opened
from accessmap.graph.opened_places import placed
from accessmap.graph.parties import Parties
from accessmap.graph.seen import Seen
from accessmap.models import Account
from accessmap.models.grant import GrantQuerySet
from accessmap.views.guards import sees_everything_required


@sees_everything_required
def index(request: HttpRequest) -> JsonResponse:
    """Answer with every thing of ``home``, or of the edge ``from`` … ``to``.

    Beyond the budget with a sentence, and where the list with the same filter is.
    """
    home = request.GET.get("home") or request.GET.get("to", "")
    account = get_object_or_404(Account, account_id=home)
    try:
        seen, wanted = Seen.of(request.GET), GrantFilter.of(request.GET)
    except BadFilter as error:
        return JsonResponse({"says": str(error)}, status=400)
    parties = Parties(seen.at)
    found = opened(_asked(request, seen, parties, home), parties, home)
    told = {"home": home, "name": f"{account.name} {home}".strip()}
    if not found.is_over:
        return JsonResponse({**told, "picture": placed(found, parties)})
    words = replace(wanted, account=(home,)).query()
    if sources := [each for each in request.GET.getlist("from") if each.isdigit()]:
        words = replace(wanted, source=tuple(sources), target=(home,)).query()
    says = _("More than %(most)s roles, resources and callers: too many to see.")
    list_url = f"{reverse('accessmap:grants-index')}?{words}"
    return JsonResponse({**told, "says": says % {"most": BUDGET}, "list": list_url})


def _asked(
    request: HttpRequest, seen: Seen, parties: Parties, home: str
) -> GrantQuerySet:
    here = Q(resource__account_id=home)
    sources = request.GET.getlist("from")
    if not sources:
        return seen.grants.filter(here | Q(principal_account=home))
    into = seen.grants.filter(here)
    return into.filter(
        pk__in=within(into, parties, sources_behind(sources, [home], seen.at))
    )
