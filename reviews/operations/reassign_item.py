"""Ask somebody else about an item."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accessmap.models import User
from reviews.conflicts import Conflict, Conflicts
from reviews.errors import InConflict, NotAllowed, NotYourItem, ReasonRequired
from reviews.evidence.ledger import record
from reviews.lifecycle import Rule
from reviews.models import ReviewItem
from reviews.operations.locking import open_item_held


@transaction.atomic
def reassign_item(
    item: ReviewItem, *, to: User, reassigned_by: User, reason: str
) -> ReviewItem:
    """Give an item to another reviewer, with the reason; decisions on it stay."""
    _campaign, item = open_item_held(item)
    reason = reason.replace("\x00", "").strip()
    may = reassigned_by.is_analyst or reassigned_by.pk == item.reviewer_id
    if not may or reassigned_by.is_auditor:
        raise NotYourItem(
            _("%(person)s is asked about this; analysts may reassign it.")
            % {"person": item.reviewer}
        )
    if not reason:
        raise ReasonRequired(_("Say why somebody else is to decide."))
    if to.is_auditor or not to.is_active:
        raise NotAllowed(
            _("%(person)s cannot review: not active, or an auditor.") % {"person": to}
        )
    if conflict := Conflicts().on(item, to):
        raise InConflict(_refused(conflict) % {"person": to, "way": conflict})
    before = item.reviewer
    item.reviewer = to
    item.resolved_by = Rule.REASSIGNED
    item.resolved_from = f"by {reassigned_by.get_username()}: {reason}"[:500]
    item.save(update_fields=["reviewer", "resolved_by", "resolved_from"])
    record(
        "item-reassigned",
        by=reassigned_by,
        campaign=item.campaign,
        item=item,
        before=before.get_username(),
        after=to.get_username(),
        reason=reason,
    )
    return item


def _refused(conflict: Conflict) -> str:
    if conflict.is_writer:
        return _("%(person)s changed this policy last (%(way)s). Choose somebody else.")
    return _(
        "%(person)s would decide on their own access (%(way)s). Choose somebody else."
    )
