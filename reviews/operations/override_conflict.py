"""Let somebody decide who is in conflict: a second person does, knowing the way."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accessmap.models import User
from reviews.conflicts import Conflicts
from reviews.errors import (
    NotAllowed,
    NothingToApprove,
    ReasonRequired,
    SecondPersonNeeded,
)
from reviews.evidence.ledger import record
from reviews.models import ConflictOverride, ReviewItem
from reviews.operations.locking import open_item_held


@transaction.atomic
def override_conflict(
    item: ReviewItem, *, granted_by: User, reason: str
) -> ConflictOverride:
    """Allow whoever is asked to decide, for this item only; the way is kept."""
    campaign, item = open_item_held(item)
    if not granted_by.is_analyst:
        raise NotAllowed(_("Analysts allow it."))
    conflicts = Conflicts()
    conflict = conflicts.on(item, item.reviewer)
    if conflict is None:
        raise NothingToApprove(_("No conflict is known, so there is nothing to allow."))
    if granted_by.pk == item.reviewer_id or conflicts.on(item, granted_by):
        raise SecondPersonNeeded(
            _(
                "Somebody allows it who could not use this access, did not write the "
                "policy, and is not asked."
            )
        )
    reason = reason.replace("\x00", "").strip()
    if not reason:
        raise ReasonRequired(_("Say why nobody else can decide."))
    override = ConflictOverride.objects.create(
        item=item,
        person=item.reviewer,
        way=str(conflict),
        granted_by=granted_by,
        granted_at=timezone.now(),
        reason=reason,
    )
    record(
        "conflict-overridden",
        by=granted_by,
        campaign=campaign,
        item=item,
        person=item.reviewer.get_username(),
        way=override.way,
        reason=reason,
    )
    return override
