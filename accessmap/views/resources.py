"""The resources of one account: the rows behind every count of them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accessmap.graph.dates import shown_at
from accessmap.graph.filters import BadFilter
from accessmap.graph.knowledge import knowledge
from accessmap.graph.of_account import standing
from accessmap.models import Account
from accessmap.views.guards import sees_everything_required

PAGE_SIZE = 100
WORDS = {"type": "resource_type", "collector": "collector", "region": "region"}


@sees_everything_required
def index(request: HttpRequest, account_id: str) -> HttpResponse:
    """List what was read of an account, of a type or a collector if asked for."""
    context: dict[str, object] = {
        "account": get_object_or_404(Account, account_id=account_id)
    }
    try:
        at = shown_at(request.GET)
    except BadFilter as error:
        context["problem"] = str(error)
        return render(request, "accessmap/resources/index.html", context, status=400)
    wanted = {
        field: request.GET[word] for word, field in WORDS.items() if word in request.GET
    }
    found = standing(account_id, at).filter(**wanted)
    context |= {
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "at": at,
        "is_narrow": bool(wanted),
        "is_unread": account_id in knowledge().unread_ids,
    }
    return render(request, "accessmap/resources/index.html", context)
