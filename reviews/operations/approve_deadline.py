"""A second person lets a deadline revoke more than its limit."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accessmap.models import User
from reviews.deadline import Plan
from reviews.errors import (
    NotAllowed,
    NothingToApprove,
    ReasonRequired,
    SecondPersonNeeded,
)
from reviews.evidence.ledger import record
from reviews.models import Campaign, DeadlineApproval
from reviews.operations.locking import open_campaign_held


@transaction.atomic
def approve_deadline(
    campaign: Campaign, *, approved_by: User, most: int, reason: str
) -> DeadlineApproval:
    """Write the yes to ``most`` revocations: as many as the page counted.

    Whoever opened the campaign chose its rule, so somebody else says yes. If more are
    unanswered by now, the page is read again first.
    """
    campaign = open_campaign_held(campaign.pk)
    plan = Plan(campaign)
    reason = reason.replace("\x00", "").strip()
    if not approved_by.is_analyst:
        raise NotAllowed(_("Analysts let a deadline revoke more than its limit."))
    if approved_by.pk == campaign.opened_by_id:
        raise SecondPersonNeeded(
            _("You opened this review with its rule; another analyst says yes.")
        )
    if not plan.is_over:
        raise NothingToApprove(
            _("The deadline revokes no more than its limit; nobody need approve it.")
        )
    if most < plan.revoked_count:
        raise NothingToApprove(
            ngettext(
                "%(count)d item would be revoked by now. Read the list again.",
                "%(count)d items would be revoked by now. Read the list again.",
                plan.revoked_count,
            )
            % {"count": plan.revoked_count}
        )
    if not reason:
        raise ReasonRequired(_("Say why so many may be revoked without an answer."))
    approval = DeadlineApproval.objects.create(
        campaign=campaign,
        most=plan.revoked_count,
        approved_by=approved_by,
        approved_at=timezone.now(),
        reason=reason,
    )
    record(
        "deadline-approved",
        by=approved_by,
        campaign=campaign,
        most=approval.most,
        reason=reason,
    )
    return approval
