"""How to do what was decided: the change, what it breaks, and files to run."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accessmap.graph.used import Uses
from accessmap.language import reader_language
from accessmap.policy import explain
from accessmap.policy.narrow import EXTERNAL_ID, Narrowing
from accessmap.policy.remove import CannotRemove
from accessmap.removal import Removal, narrowing_of, removal_of
from accessmap.spoken import Speaker
from reviews.lifecycle import ItemState
from reviews.models import ReviewItem
from reviews.revoke_kit import by_hand, command, kit
from reviews.statement import difference
from reviews.views.guards import visible_item

CONFLICT = 409


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the smallest change that removes the grant, and what goes with it."""
    item = visible_item(request, pk)
    try:
        removal = _planned(item)
    except CannotRemove as reason:
        context = {"item": item, "unable": str(reason)}
        return render(request, "reviews/revoking/page.html", context, status=CONFLICT)
    return render(request, "reviews/revoking/page.html", _shown(item, removal))


@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the kit as a ZIP."""
    item = visible_item(request, pk)
    try:
        made = kit(item, _planned(item), reader_language())
    except CannotRemove as reason:
        return HttpResponse(str(reason), status=CONFLICT, content_type="text/plain")
    verb = "reduce" if item.state == ItemState.REDUCED else "revoke"
    name = f"{verb}-{item.campaign_id}-{item.number}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made, content_type="application/zip", headers=headers)


def _planned(item: ReviewItem) -> Removal:
    """Return the change that was decided: to remove it, or to make it narrower."""
    if item.state != ItemState.REDUCED:
        return removal_of(item.grant)
    to = item.effective.reduce_to
    if to not in set(Narrowing):
        raise CannotRemove(
            _(
                "This is to be reduced to what is used. Which actions were used is not "
                "known here, so there is no change to take: make the statement "
                "narrower by hand. Later complete crawls see it."
            )
        )
    return narrowing_of(item.grant, Narrowing(to))


def _shown(item: ReviewItem, removal: Removal) -> dict[str, Any]:
    """Return what the page says of the change."""
    speaker = Speaker(reader_language())
    use = Uses(timezone.now(), [item.grant.resource.arn]).of(item.grant)
    shown: dict[str, Any] = {"item": item, "command": command(removal), "use": use}
    shown["by_hand"] = by_hand(removal)
    if removal.change is None:
        return shown
    change = removal.change
    told = {"also_ends": change.also_ends, "begins": change.begins}
    told["remains"] = change.remains
    for name, grants in told.items():
        shown[name] = [
            explain.headline(each, speaker.names, speaker.language) for each in grants
        ]
    shown["needs_external_id"] = EXTERNAL_ID in (change.after or "")
    shown["is_deleted"] = change.after is None
    shown["deny"] = (
        list(difference(change.before, removal.deny)) if removal.deny else []
    )
    shown["changes"] = list(difference(change.before, change.after or ""))
    return shown
