"""The operator's list of owners."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accessmap.views.guards import analyst_required, sees_everything_required
from reviews.errors import Refused
from reviews.models import Ownership
from reviews.operations.upload_owners import MOST_BYTES, upload_owners
from reviews.views.guards import person_of

CONFLICT = 409
LINES_A_PAGE = 100


@require_http_methods(["GET", "HEAD", "POST"])
@sees_everything_required
def index(request: HttpRequest) -> HttpResponseBase:
    """Show the list that counts; take a new one whole, or say what is wrong with it."""
    return _take(request) if request.method == "POST" else _show(request)


@analyst_required
def _take(request: HttpRequest) -> HttpResponse:
    sent = request.FILES.get("list")
    content = sent.read(MOST_BYTES + 1) if sent else b""
    try:
        count = upload_owners(content, uploaded_by=person_of(request))
    except Refused as refusing:
        return _show(request, str(refusing))
    said = _("Taken: %(count)d lines. The next review asks by them.")
    messages.success(request, said % {"count": count})
    return redirect("reviews:owners-index")


def _show(request: HttpRequest, refusal: str = "") -> HttpResponse:
    lines = Ownership.objects.current().select_related("owner").order_by("line")
    page = Paginator(lines, LINES_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "refusals": refusal.splitlines()}
    status = CONFLICT if refusal else 200
    return render(request, "reviews/owners/index.html", context, status=status)
