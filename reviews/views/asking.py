"""Ask anew who owns what is open in a review."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accessmap.views.guards import analyst_required
from reviews.errors import Refused
from reviews.operations.ask_owners_anew import ask_owners_anew
from reviews.views.campaigns import campaign_of, show
from reviews.views.guards import person_of


@require_POST
@analyst_required
def anew(request: HttpRequest, pk: int) -> HttpResponse:
    """Give open items to whom the rules name now, or say why not."""
    campaign = campaign_of(pk)
    try:
        count = ask_owners_anew(
            campaign,
            asked_by=person_of(request),
            reason=request.POST.get("reason", ""),
        )
    except Refused as refusal:
        return show(request, campaign, str(refusal))
    said = ngettext(
        "%(count)d open item is asked of somebody else, or by another rule.",
        "%(count)d open items are asked of somebody else, or by another rule.",
        count,
    )
    messages.success(request, said % {"count": count})
    return redirect(campaign)
