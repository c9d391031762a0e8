"""Tell the webhook what happened: events beyond its cursor, each once."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from reviews.models import Cursor, Event, Notice
from reviews.notifications.outbox import for_webhook

NAME = "webhook"
AT_ONCE = 200
SENTENCES = {
    "campaign-opened": _("%(name)s is open: %(grants)s grants are asked about."),
    "campaign-closed": _("%(name)s is closed to decisions."),
    "removal-removed": _("%(name)s, item %(number)s: what was to go is gone."),
    "removal-other-way": _(
        "%(name)s, item %(number)s: the revoked grant is gone, but another way remains."
    ),
    "removal-still-there": _(
        "%(name)s, item %(number)s: the revoked grant is still there."
    ),
    "removal-came-back": _("%(name)s, item %(number)s: the revoked grant came back."),
}


def tell_events() -> int:
    """Write a notice for each event that a channel wants to hear of; return how many.

    The cursor moves in the transaction that writes the notices, so whatever runs twice,
    or stops in between, tells each event once. Without an address nothing is told, and
    what happened meanwhile is not told later.
    """
    written = 0
    while (found := _take()) is not None:
        written += found
    return written


@transaction.atomic
def _take() -> int | None:
    cursor = Cursor.held(NAME)
    events = list(
        Event.objects.filter(sequence__gt=cursor.position)
        .select_related("campaign", "item")
        .order_by("sequence")[:AT_ONCE]
    )
    if not events:
        return None
    told = [each for each in events if settings.WEBHOOK_URL and _says(each)]
    Notice.objects.bulk_create(
        [for_webhook(f"event:{each.sequence}", each.kind, _says(each)) for each in told]
    )
    cursor.position = events[-1].sequence
    cursor.save(update_fields=["position"])
    return len(told)


def _says(event: Event) -> str:
    """Return the sentence for ``event``; empty for what a channel need not hear."""
    if event.kind not in SENTENCES or event.campaign is None:
        return ""
    values = {
        "name": event.campaign.name,
        "number": event.item.number if event.item else "",
        "grants": event.says.get("grants", ""),
    }
    address = settings.PUBLIC_URL + (event.item or event.campaign).get_absolute_url()
    return f"{SENTENCES[event.kind] % values} {address}"
