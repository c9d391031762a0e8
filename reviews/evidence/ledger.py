"""The log of acts: a row in the act's own transaction, or the act does not happen."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accessmap.models import User
from reviews.models import Campaign, Cursor, Event, ReviewItem


def record(
    kind: str,
    *,
    by: User | str,
    campaign: Campaign | None = None,
    item: ReviewItem | None = None,
    **says: object,
) -> Event:
    """Append one act, done ``by`` a person or by the job of that name.

    The number is taken under a lock that lasts until the transaction ends: without it
    two writers take the same one. So this is the last thing an operation does.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An act and its event are written in one transaction.")
    counter = Cursor.held(Cursor.EVENTS)
    counter.position += 1
    counter.save(update_fields=["position"])
    person = by if isinstance(by, User) else None
    return Event.objects.create(
        sequence=counter.position,
        at=timezone.now(),
        actor=person.get_username() if person else f"system:{by}",
        person=person,
        kind=kind,
        campaign=campaign,
        item=item,
        says=says,
    )
