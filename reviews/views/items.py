"""One thing to decide."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accessmap.language import reader_language
from accessmap.models import User
from reviews import labels
from reviews.errors import Refused
from reviews.forms import DecideForm, ReassignForm
from reviews.inbox import Inbox
from reviews.lifecycle import Purpose, Verdict
from reviews.models import ReviewItem
from reviews.operations.decide_item import decide_item
from reviews.operations.reassign_item import reassign_item
from reviews.recommendation import UNUSED_DAYS
from reviews.shown import sha256, shown_text
from reviews.statement import Line, difference
from reviews.views.guards import person_of, visible_item

CONFLICT = 409


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an item beside the reader's list."""
    return show(request, visible_item(request, pk))


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a decision; show the next item, or why this one was refused."""
    item, person = visible_item(request, pk), person_of(request)
    form = DecideForm(request.POST)
    if not form.is_valid():
        return show(request, item, form=form, refusal=_("Choose confirm or revoke."))
    sent = form.cleaned_data
    try:
        decide_item(
            item,
            reviewer=person,
            verdict=Verdict(sent["verdict"]),
            reason=sent["reason"],
            purpose=Purpose(sent["purpose"]),
            language=reader_language(),
            shown_sha256=sent["shown_sha256"],
        )
    except Refused as refusal:
        return show(request, item, form=form, refusal=str(refusal))
    messages.success(request, _("Kept. You can change it until the review closes."))
    following = Inbox(person, item.campaign).beside(item, +1)
    return redirect(following or "reviews:inbox-index")


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
    context |= {"form": form, "refusal": refusal}
    status = CONFLICT if refusal else 200
    return render(request, "reviews/items/detail.html", context, status=status)


def sheet(item: ReviewItem, person: User, inbox: Inbox) -> dict[str, Any]:
    """Return everything the item's sheet shows."""
    decisions = list(item.decisions.select_related("reviewer").order_by("-pk"))
    previous = item.previous
    is_mine = item.reviewer_id == person.pk and not person.is_auditor
    can_act = item.campaign.is_open and not item.grant.has_ended
    return {
        "item": item,
        "inbox": inbox,
        "place": inbox.place_of(item),
        "before": inbox.beside(item, -1),
        "after": inbox.beside(item, +1),
        "decisions": decisions,
        "previous_decision": previous.effective if previous else None,
        "changes": list(
            difference(text_and_blockers(previous), text_and_blockers(item))
        )
        if previous and previous.fingerprint != item.fingerprint
        else [],
        "shown_sha256": sha256(shown_text(item, reader_language())),
        "can_decide": is_mine and can_act,
        "can_reassign": can_act and (is_mine or person.is_analyst),
        "reassign_form": ReassignForm(),
        "purposes": labels.PURPOSE.items(),
        "says_unused": is_unused_unsaid(item),
    }


def changes_since(previous: ReviewItem, item: ReviewItem) -> list[Line]:
    """Return what became other since ``previous`` was decided, line by line."""
    if previous.fingerprint == item.fingerprint:
        return []
    return list(difference(text_and_blockers(previous), text_and_blockers(item)))


def text_and_blockers(item: ReviewItem) -> str:
    """Return what two versions of a grant are compared by.

    The statement may be the same, and what stopped it gone.
    """
    blockers = [f"blocked by {each}" for each in item.circumstances["blocked_by"]]
    return "\n".join([item.statement, *blockers])


def is_unused_unsaid(item: ReviewItem) -> bool:
    """Say whether the page is to say for how long nobody used it; flags may say so."""
    told = item.circumstances
    if any(each["rule_id"].startswith("unused") for each in told["flags"]):
        return False
    return (told["unused_days"] or 0) >= UNUSED_DAYS
