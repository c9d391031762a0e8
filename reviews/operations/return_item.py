"""Not mine: an item goes back with a reason, and to the next by rule."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accessmap.models import User
from reviews.errors import NotYourItem, ReasonRequired
from reviews.evidence.ledger import record
from reviews.lifecycle import ItemState, Side
from reviews.models import Event, ReviewItem
from reviews.operations.locking import open_item_held
from reviews.owners import Owners

KIND = "item-returned"


@transaction.atomic
def return_item(item: ReviewItem, *, returned_by: User, reason: str) -> ReviewItem:
    """Ask the next whom the rules name; nobody is asked twice who gave it back.

    This is no end: the item stays open, and what was decided on it stays.
    """
    campaign, item = open_item_held(item)
    reason = reason.replace("\x00", "").strip()
    if item.reviewer_id != returned_by.pk or item.state != ItemState.OPEN:
        raise NotYourItem(
            _("%(person)s is asked about this, and only what is open goes back.")
            % {"person": item.reviewer}
        )
    if not reason:
        raise ReasonRequired(
            _("Say why it is not yours; it helps to find who owns it.")
        )
    gave_back = Event.objects.filter(item=item, kind=KIND).exclude(person=None)
    others = set(gave_back.values_list("person_id", flat=True))
    but = _and_other_side(item) | {returned_by.pk, *others}
    owners = Owners.within(campaign, but=but)
    before = item.previous.effective if item.previous else None
    last = before.reviewer_id if before else None
    answer = owners.of(item.grant, side=Side(item.side), last=last)
    item.reviewer = answer.reviewer
    item.resolved_by = answer.rule
    item.resolved_from = f"given back by {returned_by.username}; {answer.source}"[:500]
    item.save(update_fields=["reviewer", "resolved_by", "resolved_from"])
    record(
        KIND,
        by=returned_by,
        campaign=campaign,
        item=item,
        before=returned_by.get_username(),
        after=answer.reviewer.get_username(),
        rule=answer.rule.value,
        reason=reason,
    )
    return item


def _and_other_side(item: ReviewItem) -> set[int]:
    """Return who is asked about the other side: one person answers for one side."""
    other = ReviewItem.objects.filter(campaign=item.campaign_id, grant=item.grant_id)
    return set(other.exclude(pk=item.pk).values_list("reviewer_id", flat=True))
