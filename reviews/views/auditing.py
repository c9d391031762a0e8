"""The auditor's room: a sample, one item from policy to removal, and what was read."""

from __future__ import annotations

import json

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accessmap.auditors import told_elsewhere
from accessmap.views.guards import sees_everything_required
from reviews.errors import NoEvidence
from reviews.forms import SampleForm
from reviews.models import Campaign, ReviewItem
from reviews.operations.export_derived import export_item
from reviews.operations.read_evidence import draw_sample, read_trail
from reviews.readings import readings_for, said_of
from reviews.views.evidence import refused, sent
from reviews.views.guards import person_of

READINGS_A_PAGE = 50


@told_elsewhere
@require_safe
@sees_everything_required
def sample(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw a sample by the auditor's own words; without them, ask for them."""
    campaign = get_object_or_404(Campaign, pk=pk)
    form = SampleForm(request.GET if "nonce" in request.GET else None)
    items = []
    if form.is_valid():
        items = draw_sample(
            campaign,
            count=form.cleaned_data["count"],
            nonce=form.cleaned_data["nonce"],
            read_by=person_of(request),
        )
    told = {"campaign": campaign, "form": form, "items": items}
    return render(request, "reviews/evidence/sample.html", told)


@told_elsewhere
@require_safe
@sees_everything_required
def item(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show one item on one page, from policy to decision to removal."""
    found = _item(pk, number)
    told = read_trail(found, read_by=person_of(request))
    return render(
        request, "reviews/evidence/item.html", {"trail": told, "item": told.item}
    )


@told_elsewhere
@require_safe
@sees_everything_required
def proof(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """Send one item with its proof and nothing of the others."""
    found = _item(pk, number)
    try:
        body = export_item(found, exported_by=person_of(request))
    except NoEvidence as refusal:
        return refused(request, refusal)
    name = f"accessmap-evidence-{pk}-item-{number}.json"
    return sent(json.dumps(body).encode(), name, "application/json")


@require_safe
@sees_everything_required
def readings(request: HttpRequest) -> HttpResponse:
    """Show what was read and taken: to auditors their own, to analysts everybody's."""
    found = readings_for(person_of(request), request.GET.get("by", ""))
    page = Paginator(found, READINGS_A_PAGE).get_page(request.GET.get("page"))
    told = {"page": page, "told": said_of(page), "by": request.GET.get("by", "")}
    return render(request, "reviews/evidence/readings.html", told)


def _item(pk: int, number: int) -> ReviewItem:
    items = ReviewItem.objects.select_related(
        "campaign__crawl", "reviewer", "document", "grant"
    )
    return get_object_or_404(items, campaign_id=pk, number=number)
