"""Rounds of review: all of them, one of them, a new one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accessmap.graph.filters import BadFilter, GrantFilter
from accessmap.models import OrganizationalUnit, User
from accessmap.views.guards import analyst_required, sees_everything_required
from reviews.deadline import Plan
from reviews.errors import Refused
from reviews.forms import ApproveForm, CloseForm, OpenForm, able_reviewers
from reviews.handling_form import asks_both
from reviews.lifecycle import AtClose, ItemState
from reviews.models import Campaign
from reviews.models.item import is_outstanding
from reviews.operations.approve_deadline import approve_deadline
from reviews.operations.close_campaign import close_campaign
from reviews.operations.open_campaign import open_campaign
from reviews.operations.preview_campaign import preview_campaign
from reviews.progress import Progress
from reviews.views.guards import person_of

CONFLICT = 409
ITEMS_A_PAGE = 50
UNSETTLED = Q(items__state__in=[ItemState.OPEN, ItemState.UNDECIDED])


@require_safe
@sees_everything_required
def index(request: HttpRequest) -> HttpResponse:
    """Show every campaign, newest first."""
    campaigns = (
        Campaign.objects.select_related("opened_by")
        .annotate(
            open_count=Count("items", filter=UNSETTLED),
            outstanding_count=Count("items", filter=is_outstanding("items__")),
        )
        .order_by("-opened_at", "-pk")
    )
    page = Paginator(campaigns, ITEMS_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "reviews/campaigns/index.html",
        {"page": page, "today": timezone.localdate()},
    )


@require_safe
@sees_everything_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far one campaign is."""
    return show(request, campaign_of(pk))


@require_http_methods(["GET", "HEAD", "POST"])
@analyst_required
def opening(request: HttpRequest) -> HttpResponse:
    """Ask for a campaign's terms; open it."""
    # What was sent to count again, without JavaScript, is still there.
    form = OpenForm(request.POST or None, initial=request.GET.dict())
    if request.method != "POST" or not form.is_valid():
        return terms(request, form)
    try:
        campaign = open_campaign(
            query=query_of(request.POST),
            opened_by=person_of(request),
            **form.terms,
        )
    except Refused as refusal:
        return terms(request, form, str(refusal))
    messages.success(
        request,
        _("“%(name)s” is open: %(count)d grants are asked about.")
        % {"name": campaign.name, "count": campaign.grant_count},
    )
    return redirect(campaign)


@require_safe
@analyst_required
def preview(request: HttpRequest) -> HttpResponse:
    """Show what a filter would ask, as a part of the opening page."""
    return render(request, "reviews/campaigns/preview.html", counted(request.GET))


@require_POST
@analyst_required
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End the deciding, or say why not."""
    campaign = campaign_of(pk)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return show(request, campaign, _("Say what becomes of undecided items."))
    try:
        close_campaign(
            campaign,
            closed_by=person_of(request),
            at_close=AtClose(form.cleaned_data["at_close"]),
            reason=form.cleaned_data["reason"],
        )
    except Refused as refusal:
        return show(request, campaign, str(refusal))
    messages.success(request, _("Closed. Nothing is decided any more."))
    return redirect(campaign)


@require_POST
@analyst_required
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the deadline revoke as many as the page counted, or say why not."""
    campaign = campaign_of(pk)
    form = ApproveForm(request.POST)
    if not form.is_valid():
        return show(request, campaign, _("Say why so many may be revoked."))
    try:
        approve_deadline(campaign, approved_by=person_of(request), **form.cleaned_data)
    except Refused as refusal:
        return show(request, campaign, str(refusal))
    messages.success(request, _("Approved. The next run of the deadline does it."))
    return redirect(campaign)


def campaign_of(pk: int) -> Campaign:
    """Return the campaign, or a page that says there is none."""
    people = ("crawl", "opened_by", "closed_by", "limitation_by", "fallback")
    return get_object_or_404(Campaign.objects.select_related(*people), pk=pk)


def show(request: HttpRequest, campaign: Campaign, refusal: str = "") -> HttpResponse:
    """Render a campaign's page."""
    items = campaign.items.select_related("reviewer").defer("statement")
    asked = request.GET.get("state", "").split(",")
    if states := [each for each in ItemState if each in asked]:
        items = items.filter(state__in=states)
    page = Paginator(items.order_by("number"), ITEMS_A_PAGE)
    context = {
        "campaign": campaign,
        "progress": Progress(campaign),
        "plan": Plan(campaign),
        "page": page.get_page(request.GET.get("page")),
        "states": states,
        "days_left": (campaign.due_on - timezone.localdate()).days,
        "refusal": refusal,
    }
    status = CONFLICT if refusal else 200
    return render(request, "reviews/campaigns/detail.html", context, status=status)


def terms(request: HttpRequest, form: OpenForm, refusal: str = "") -> HttpResponse:
    """Render the opening page, with its filter as it was sent."""
    sent = request.POST if request.method == "POST" else request.GET
    context = {
        "form": form,
        "refusal": refusal,
        "units": OrganizationalUnit.objects.filter(ended_at=None),
        **counted(sent),
    }
    status = CONFLICT if refusal else 200
    return render(request, "reviews/campaigns/open.html", context, status=status)


def counted(sent: QueryDict) -> dict[str, Any]:
    """Return the filter and what it would ask, or why it cannot."""
    try:
        wanted = GrantFilter.of(sent)
    except BadFilter as refusal:
        return {"wanted": GrantFilter(), "unable": str(refusal)}
    fallback, sides = named_fallback(sent), asks_both(sent.get("is_two_sided", ""))
    try:
        found = preview_campaign(
            query=wanted.query(), fallback=fallback, is_two_sided=sides
        )
    except Refused as refusal:
        return {"wanted": wanted, "unable": str(refusal)}
    return {"wanted": wanted, "preview": found}


def named_fallback(sent: QueryDict) -> User | None:
    """Return who is named in a form as asked where no rule names anybody."""
    pk = sent.get("fallback", "")
    return able_reviewers().filter(pk=int(pk)).first() if pk.isdecimal() else None


def query_of(sent: QueryDict) -> str:
    """Return the filter of a form that holds other fields too, as it is kept."""
    try:
        return GrantFilter.of(sent).query()
    except BadFilter:
        # Opening refuses it with the same sentence.
        return sent.urlencode()
