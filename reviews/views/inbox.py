"""What I am asked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accessmap.graph.generation import one_moment
from reviews.inbox import Inbox
from reviews.models import Campaign, Planted
from reviews.sheet import planted_sheet, sheet
from reviews.views.guards import person_of, visible_item


@one_moment()
def index(request: HttpRequest) -> HttpResponse:
    """Show the list, and the first thing to decide beside it."""
    person = person_of(request)
    inbox = Inbox.of(person, request.GET.get("campaign", ""))
    others = Campaign.objects.open().filter(items__reviewer=person).distinct()
    if inbox is None or not inbox.first_to_decide:
        return render(
            request, "reviews/inbox/index.html", {"inbox": inbox, "others": others}
        )
    first = inbox.first_to_decide[0]
    if isinstance(first, Planted):
        shown = planted_sheet(first, person, inbox)
    else:
        shown = sheet(visible_item(request, first.pk), person, inbox)
    return render(request, "reviews/inbox/index.html", {"others": others, **shown})
