"""What an auditor takes away."""

from __future__ import annotations

import io

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accessmap.auditors import told_elsewhere
from accessmap.views.guards import sees_everything_required
from reviews.answers import answers
from reviews.errors import NoEvidence
from reviews.models import Campaign
from reviews.operations.export_derived import FORMS, export_derived
from reviews.operations.export_evidence import export_evidence
from reviews.quarters import years
from reviews.signing import signs
from reviews.tallies import tallies
from reviews.tombstones import tombstones
from reviews.views.guards import person_of

REPORT = "pdf"
SHOWN = 20  # the newest


@require_safe
@sees_everything_required
def index(request: HttpRequest) -> HttpResponse:
    """Show what there is evidence of, and how the auditor's six questions stand."""
    related = Campaign.objects.select_related(
        "crawl", "opened_by", "limitation_by", "seal", "occurrence__schedule"
    )
    campaigns = list(related[:SHOWN])
    told = list(zip(campaigns, map(answers, tallies(campaigns)), strict=True))
    shown = {"told": told, "years": years(), "tombstones": tombstones()}
    return render(request, "reviews/evidence/index.html", shown)


@told_elsewhere
@require_safe
def derived(request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
    """Send what is made from the bundle for people; the taking is logged.

    Who signs a review off as management reads its report, whatever else they see.
    """
    made = FORMS.get(form)
    if made is None:
        raise Http404
    campaign = get_object_or_404(Campaign, pk=pk)
    person = person_of(request)
    if not (person.sees_everything or (form == REPORT and signs(campaign, person))):
        raise PermissionDenied(_("Evidence is for analysts and auditors."))
    try:
        body = export_derived(campaign, form, exported_by=person)
    except NoEvidence as refusal:
        return refused(request, refusal)
    name = f"accessmap-evidence-{campaign.pk}.{made.ending}"
    return sent(body, name, made.content_type)


@told_elsewhere
@require_safe
@sees_everything_required
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send the bundle; the act is logged with its hash."""
    campaign = get_object_or_404(Campaign, pk=pk)
    try:
        taken = export_evidence(campaign, exported_by=person_of(request))
    except NoEvidence as refusal:
        return refused(request, refusal)
    response = FileResponse(
        taken.file,
        as_attachment=True,
        filename=taken.name,
        content_type="application/zip",
    )
    response["X-Content-SHA256"] = taken.sha256
    return response


def sent(body: bytes, name: str, content_type: str) -> HttpResponseBase:
    """Return a file to keep."""
    return FileResponse(
        io.BytesIO(body), as_attachment=True, filename=name, content_type=content_type
    )


def refused(request: HttpRequest, refusal: NoEvidence) -> HttpResponseBase:
    """Return to the page, which says why there is nothing to take."""
    messages.error(request, str(refusal))
    return redirect("reviews:evidence-index")
