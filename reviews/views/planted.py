"""A planted question, on the page that an item has."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accessmap.language import reader_language
from reviews.errors import Refused
from reviews.forms import DecideForm
from reviews.inbox import Inbox
from reviews.lifecycle import Verdict
from reviews.models import Planted
from reviews.operations.answer_planted import answer_planted
from reviews.sheet import planted_sheet, refused
from reviews.views.guards import person_of

CONFLICT = 409


@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show it, take the answer, and say at once that it was planted."""
    found = get_object_or_404(Planted.objects.select_related("campaign__crawl"), pk=pk)
    person = person_of(request)
    if found.reviewer_id != person.pk:
        raise PermissionDenied(_("Somebody else is asked about this, not you."))
    inbox = Inbox(person, found.campaign)
    if not found.campaign.is_open or inbox.planted is None:
        return redirect("reviews:inbox-index")
    if request.method != "POST":
        context = planted_sheet(found, person, inbox)
        return render(request, "reviews/items/detail.html", context)
    form = DecideForm(request.POST)
    refusal = "" if form.is_valid() else form.complaint
    following = inbox.beside(found, +1)
    try:
        if not refusal:
            _take(found, form, request)
            return redirect(following or "reviews:inbox-index")
    except Refused as error:
        refusal = str(error)
    context = planted_sheet(found, person, inbox) | refused(form, refusal)
    return render(request, "reviews/items/detail.html", context, status=CONFLICT)


def _take(found: Planted, form: DecideForm, request: HttpRequest) -> None:
    answer_planted(
        found,
        answered_by=person_of(request),
        verdict=Verdict(form.cleaned_data["verdict"]),
        language=reader_language(),
        shown_sha256=form.cleaned_data["shown_sha256"],
        **form.said,
    )
    messages.success(
        request,
        _(
            "That one was planted, to see how carefully the review is done: nobody has "
            "this access, and nothing follows from your answer. Kept is how it ended, "
            "for the review as a whole; no page, figure or evidence names you."
        ),
    )
