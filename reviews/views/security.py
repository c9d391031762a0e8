"""What needs two people: disagreements, exceptions, conflicts, late removals."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accessmap.language import reader_language
from accessmap.views.guards import analyst_required, sees_everything_required
from reviews import labels
from reviews.disputes import disputes
from reviews.errors import Refused
from reviews.exceptions import standing
from reviews.forms import AnswerForm, TermsForm
from reviews.lifecycle import Verdict
from reviews.models import Campaign, Decision, Exemption, SecondLook
from reviews.operations.answer_exception import answer_exception
from reviews.operations.except_removal import except_removal
from reviews.operations.override_conflict import override_conflict
from reviews.operations.settle_dispute import settle_dispute
from reviews.operations.settle_second_look import settle_second_look
from reviews.second_looks import disagreements
from reviews.views.guards import person_of, visible_item

CONFLICT = 409
MOST_EXCEPTED = 50


@require_safe
@sees_everything_required
def index(request: HttpRequest) -> HttpResponse:
    """Show what waits for security."""
    return show(request)


def show(request: HttpRequest, refusal: str = "") -> HttpResponse:
    """Render the queue."""
    today = timezone.localdate()
    asked = Exemption.objects.unanswered().select_related(
        "item__campaign", "item__reviewer", "requested_by"
    )
    campaigns = list(Campaign.objects.open())
    disputed = list(disputes(*campaigns))
    sides = [item for each in disputed for item in each.items]
    # What each side said, of all of them at once.
    prefetch_related_objects(
        sides, Prefetch("decisions", Decision.objects.defer("shown"))
    )
    context = {
        "disputes": disputed,
        "exemptions": asked,
        "disagreements": list(disagreements(*campaigns)),
        "looks": SecondLook.objects.unanswered()
        .filter(asked=person_of(request))
        .select_related("item__campaign"),
        "excepted": standing()[:MOST_EXCEPTED],
        "more_excepted": max(standing().count() - MOST_EXCEPTED, 0),
        "ended_count": standing().filter(excepted_until__lt=today).count(),
        "today": today,
        "reductions": labels.REDUCTION.items(),
        "refusal": refusal,
    }
    status = CONFLICT if refusal else 200
    return render(request, "reviews/security/index.html", context, status=status)


@require_POST
@analyst_required
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Rule about a grant whose two sides disagree."""
    form = TermsForm(request.POST)

    def act() -> None:
        settle_dispute(
            visible_item(request, pk),
            settled_by=person_of(request),
            verdict=Verdict(form.cleaned_data["verdict"]),
            language=reader_language(),
            **form.said,
        )

    if not form.is_valid():
        return show(request, form.complaint)
    return _done(request, act, _("Settled, for both sides."))


@require_POST
@analyst_required
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Rule about an item that a second person would have decided otherwise."""
    form = TermsForm(request.POST)
    if not form.is_valid():
        return show(request, form.complaint)
    return _done(
        request,
        lambda: settle_second_look(
            visible_item(request, pk),
            settled_by=person_of(request),
            verdict=Verdict(form.cleaned_data["verdict"]),
            language=reader_language(),
            **form.said,
        ),
        _("Settled. Both answers stay on record."),
    )


@require_POST
@analyst_required
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say yes or no to an exception."""
    exemption = get_object_or_404(Exemption.objects.select_related("item"), pk=pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return show(request, _("Choose yes or no."))
    return _done(
        request,
        lambda: answer_exception(
            exemption,
            answered_by=person_of(request),
            is_approved=form.cleaned_data["answer"] == "yes",
            reason=form.cleaned_data["reason"],
        ),
        _("Answered."),
    )


@require_POST
@analyst_required
def override(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody decide who is in conflict."""
    item = visible_item(request, pk)
    reason = request.POST.get("reason", "")
    return _done(
        request,
        lambda: override_conflict(item, granted_by=person_of(request), reason=reason),
        _("Allowed. %(person)s may decide this one.") % {"person": item.reviewer},
    )


@require_POST
@analyst_required
def exempt(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask that a grant may stay although its removal was promised."""
    form = TermsForm(request.POST)
    if not form.is_valid():
        return show(request, form.complaint)
    return _done(
        request,
        lambda: except_removal(
            visible_item(request, pk), requested_by=person_of(request), **form.said
        ),
        _("Asked for. Another analyst says yes or no."),
    )


def _done(request: HttpRequest, act: Callable[[], object], said: str) -> HttpResponse:
    """Act, and show the queue with what came of it."""
    try:
        act()
    except Refused as refusal:
        return show(request, str(refusal))
    messages.success(request, said)
    return redirect("reviews:security-index")
