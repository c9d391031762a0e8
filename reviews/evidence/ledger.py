"""The acts of reviews, written into the ledger with what they are about."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType

from accessmap.ledger.append import append
from accessmap.ledger.canonical import canonical
from accessmap.ledger.checkpoints import checkpoint_if_able
from accessmap.models import User
from reviews.evidence.bound import bound
from reviews.models import Campaign, Event, ReviewItem

TRANSITIONS = frozenset(
    {
        "campaign-opened",
        "campaign-closed",
        "campaign-verifying",
        "campaign-sealed",
        "campaign-cancelled",
    }
)


def record(
    kind: str,
    *,
    by: User | str,
    campaign: Campaign | None = None,
    item: ReviewItem | None = None,
    digests: Mapping[str, str] = MappingProxyType({}),
    **says: object,
) -> Event:
    """Append one act, done ``by`` a person or by the job of that name.

    The ledger keeps it with the digests of the rows that it made (``digests`` are those
    that the act knows by itself); the event says to which campaign and item it belongs.
    The last thing that an operation does, since the ledger is locked from here to the
    end of the transaction.
    """
    told = {**says, **digests, **bound(kind, campaign, says)}
    if item is not None:
        told["item"] = item.number
    about = f"campaign:{campaign.pk}" if campaign else ""
    entry = append(kind, by=by, about=about, says=told)
    event = Event.objects.create(
        sequence=entry.sequence,
        at=entry.at,
        actor=entry.actor,
        person=entry.person,
        kind=kind,
        campaign=campaign,
        item=item,
        says=json.loads(canonical(says)),
    )
    if kind in TRANSITIONS:
        checkpoint_if_able()
    return event
