"""A second person says yes or no to an exception."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accessmap.models import User
from reviews.conflicts import Conflicts
from reviews.deciding import refuse_conflict
from reviews.errors import (
    NotAllowed,
    NothingToApprove,
    ReasonRequired,
    SecondPersonNeeded,
)
from reviews.evidence.ledger import record
from reviews.lifecycle import ItemState
from reviews.models import Campaign, Exemption, ExemptionAnswer, ReviewItem
from reviews.operations.locking import open_campaign_held


@transaction.atomic
def answer_exception(
    exemption: Exemption, *, answered_by: User, is_approved: bool, reason: str = ""
) -> ExemptionAnswer:
    """Put the grant into the register of exceptions, or ask its owner again.

    A request that came with a verdict is answered while people decide; one for a
    promise that cannot be kept, until the campaign has closed.
    """
    if exemption.decision_id:
        campaign = open_campaign_held(exemption.item.campaign_id)
    else:
        campaign = Campaign.objects.select_for_update().get(
            pk=exemption.item.campaign_id
        )
    item = ReviewItem.objects.select_related("grant__resource").get(
        pk=exemption.item_id
    )
    reason = reason.replace("\x00", "").strip()
    _refuse(exemption, item, answered_by, is_approved=is_approved, reason=reason)
    answer = ExemptionAnswer.objects.create(
        exemption=exemption,
        answered_by=answered_by,
        answered_at=timezone.now(),
        is_approved=is_approved,
        reason=reason,
    )
    if is_approved:
        item.excepted_until = exemption.expires_on
    if exemption.decision_id:
        item.state = ItemState.EXCEPTED if is_approved else ItemState.OPEN
    item.save(update_fields=["state", "excepted_until"])
    record(
        "exception-answered",
        by=answered_by,
        campaign=campaign,
        item=item,
        exemption=exemption.pk,
        approved=is_approved,
        until=exemption.expires_on.isoformat(),
        reason=reason,
    )
    return answer


def _refuse(
    exemption: Exemption,
    item: ReviewItem,
    answered_by: User,
    *,
    is_approved: bool,
    reason: str,
) -> None:
    if not answered_by.is_analyst:
        raise NotAllowed(_("Analysts approve exceptions."))
    if answered_by.pk == exemption.requested_by_id:
        raise SecondPersonNeeded(
            _("You asked for this exception; another analyst answers it.")
        )
    if not Exemption.objects.unanswered().filter(pk=exemption.pk).exists():
        raise NothingToApprove(_("This was answered already, or decided otherwise."))
    refuse_conflict(item, answered_by, Conflicts())
    if not is_approved and not reason:
        raise ReasonRequired(_("Say why not, so that the owner can decide anew."))
