"""What I am asked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reviews.inbox import Inbox
from reviews.models import Campaign
from reviews.sheet import sheet
from reviews.views.guards import person_of, visible_item


def index(request: HttpRequest) -> HttpResponse:
    """Show the list, and the first thing to decide beside it."""
    person = person_of(request)
    inbox = Inbox.of(person, request.GET.get("campaign", ""))
    others = Campaign.objects.open().filter(items__reviewer=person).distinct()
    if inbox is None or not inbox.first_to_decide:
        return render(
            request, "reviews/inbox/index.html", {"inbox": inbox, "others": others}
        )
    item = visible_item(request, inbox.first_to_decide[0].pk)
    return render(
        request,
        "reviews/inbox/index.html",
        {"others": others, **sheet(item, person, inbox)},
    )
