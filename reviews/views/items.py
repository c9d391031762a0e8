"""One thing to decide."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accessmap.graph.generation import one_moment
from accessmap.graph.last_seen import last_seen_among
from accessmap.language import reader_language
from accessmap.models import User
from reviews.errors import Refused
from reviews.forms import BulkForm, DecideForm, ReassignForm
from reviews.inbox import Inbox
from reviews.lifecycle import Verdict
from reviews.models import ReviewItem
from reviews.operations.decide_item import decide_item
from reviews.operations.decide_items import decide_items, identical
from reviews.operations.reassign_item import reassign_item
from reviews.operations.return_item import return_item
from reviews.sheet import refused, sheet
from reviews.views.guards import person_of, visible_item

CONFLICT = 409


@one_moment()
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an item beside the reader's list."""
    return show(request, visible_item(request, pk))


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a decision; show the next item, or why this one was refused."""
    item, person = visible_item(request, pk), person_of(request)
    form = DecideForm(request.POST)
    if not form.is_valid():
        return show(request, item, form=form, refusal=form.complaint)
    try:
        kept = taken(item, person, form)
    except Refused as refusal:
        return show(request, item, form=form, refusal=str(refusal))
    messages.success(request, kept)
    following = Inbox(person, item.campaign).beside(item, +1)
    return redirect(following or "reviews:inbox-index")


def taken(item: ReviewItem, person: User, form: DecideForm) -> str:
    """Do what was sent; return what to say."""
    verdict = Verdict(form.cleaned_data["verdict"])
    if verdict is Verdict.NOT_MINE:
        reason = form.cleaned_data["reason"]
        given = return_item(item, returned_by=person, reason=reason)
        return _("%(person)s is asked now.") % {"person": given.reviewer}
    decide_item(
        item,
        reviewer=person,
        verdict=verdict,
        language=reader_language(),
        shown_sha256=form.cleaned_data["shown_sha256"],
        **form.said,
    )
    if verdict is Verdict.EXCEPTION:
        return _("Asked for. An analyst says yes or no.")
    return _("Kept. You can change it until the review closes.")


@require_http_methods(["GET", "HEAD", "POST"])
def alike(request: HttpRequest, pk: int) -> HttpResponse:
    """Show identical grants as one; decide them as one."""
    item, person = visible_item(request, pk), person_of(request)
    form = BulkForm(request.POST or None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            batch = decide_items(
                item,
                reviewer=person,
                numbers=form.cleaned_data["numbers"],
                verdict=Verdict(form.cleaned_data["verdict"]),
                language=reader_language(),
                **form.said,
            )
        except Refused as refusing:
            refusal = str(refusing)
        else:
            said = _("Kept: %(n)d decisions.") % {"n": len(batch.decided)}
            if batch.dropped:
                left = _("%(n)d differ by now; they are asked one by one.")
                said = f"{said} {left % {'n': len(batch.dropped)}}"
            messages.success(request, said)
            return redirect("reviews:inbox-index")
    elif request.method == "POST":
        refusal = form.complaint
    context = sheet(item, person, Inbox(person, item.campaign))
    same = identical(item).select_related("grant__resource")
    seen = last_seen_among(each.grant for each in same)
    context |= {"alike": same, "alike_seen": seen}
    context |= refused(form if refusal else None, refusal)
    status = CONFLICT if refusal else 200
    return render(request, "reviews/items/alike.html", context, status=status)


@require_POST
def reassign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an item to somebody else."""
    item, person = visible_item(request, pk), person_of(request)
    form = ReassignForm(request.POST)
    if not form.is_valid():
        why = _("Choose who is to decide, and say why.")
        return show(request, item, refusal=why)
    try:
        reassign_item(item, reassigned_by=person, **form.cleaned_data)
    except Refused as refusal:
        return show(request, item, refusal=str(refusal))
    messages.success(
        request, _("%(person)s is asked now.") % {"person": form.cleaned_data["to"]}
    )
    return redirect("reviews:inbox-index" if item.reviewer_id == person.pk else item)


def show(
    request: HttpRequest,
    item: ReviewItem,
    *,
    form: DecideForm | None = None,
    refusal: str = "",
) -> HttpResponse:
    """Render an item, with what was sent if it was refused."""
    person = person_of(request)
    context = sheet(item, person, Inbox(person, item.campaign))
    if refusal:
        context |= refused(form, refusal)
    status = CONFLICT if refusal else 200
    return render(request, "reviews/items/detail.html", context, status=status)
