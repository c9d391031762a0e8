"""Ask that a grant may stay for a time although its removal was promised."""

from __future__ import annotations

from typing import Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accessmap.models import User
from reviews.errors import NotAllowed, NothingToApprove
from reviews.evidence.ledger import record
from reviews.lifecycle import CampaignState, Risk, Verdict
from reviews.models import Campaign, Exemption, ReviewItem
from reviews.terms import Said, Terms, last_day


@transaction.atomic
def except_removal(
    item: ReviewItem, *, requested_by: User, **said: Unpack[Said]
) -> Exemption:
    """Write the request; another analyst answers it, and the promise stays on record.

    The only way to close a campaign whose revocation cannot be carried out: with a
    name, a control that makes up for it, and a day on which it ends.
    """
    campaign = Campaign.objects.select_for_update().get(pk=item.campaign_id)
    if not requested_by.is_analyst:
        raise NotAllowed(_("Analysts ask for it; another analyst approves."))
    is_late = campaign.state == CampaignState.VERIFYING
    if not is_late or not ReviewItem.objects.outstanding().filter(pk=item.pk).exists():
        raise NothingToApprove(
            _("This is for removals that are still outstanding after deciding is over.")
        )
    terms = Terms.of(said)
    verdict = Verdict.EXCEPTION
    terms.refuse_incomplete(verdict, exception_days=campaign.exception_days)
    terms.refuse_silent(verdict, risk=Risk(item.risk), is_change=False)
    exemption = Exemption.objects.create(
        item=item,
        requested_by=requested_by,
        requested_at=timezone.now(),
        control=terms.control,
        reason=terms.reason,
        expires_on=terms.ends_on,
        allowed_until=last_day(campaign.exception_days),
    )
    record(
        "exception-asked",
        by=requested_by,
        campaign=campaign,
        item=item,
        exemption=exemption.pk,
        reason=terms.reason,
    )
    return exemption
