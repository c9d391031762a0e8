"""What an auditor takes away."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accessmap.views.guards import sees_everything_required
from reviews.answers import answers
from reviews.errors import NoEvidence
from reviews.models import Campaign
from reviews.operations.export_evidence import export_evidence
from reviews.operations.export_workbook import export_workbook
from reviews.views.guards import person_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@sees_everything_required
def index(request: HttpRequest) -> HttpResponse:
    """Show what there is evidence of, and how the auditor's six questions stand."""
    campaigns = Campaign.objects.select_related("crawl", "opened_by", "limitation_by")
    told = [(each, answers(each)) for each in campaigns[:20]]
    return render(request, "reviews/evidence/index.html", {"told": told})


@require_safe
@sees_everything_required
def spreadsheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the workbook that is derived from the bundle; the taking is logged."""
    campaign = get_object_or_404(Campaign, pk=pk)
    try:
        body = export_workbook(campaign, exported_by=person_of(request))
    except NoEvidence as refusal:
        messages.error(request, str(refusal))
        return redirect("reviews:evidence-index")
    response = HttpResponse(body, content_type=XLSX)
    name = f"accessmap-evidence-{campaign.pk}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@sees_everything_required
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send the bundle; the act is logged with its hash."""
    campaign = get_object_or_404(Campaign, pk=pk)
    try:
        taken = export_evidence(campaign, exported_by=person_of(request))
    except NoEvidence as refusal:
        messages.error(request, str(refusal))
        return redirect("reviews:evidence-index")
    response = FileResponse(
        taken.file,
        as_attachment=True,
        filename=taken.name,
        content_type="application/zip",
    )
    response["X-Content-SHA256"] = taken.sha256
    return response
