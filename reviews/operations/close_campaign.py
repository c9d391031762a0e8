"""End the deciding of a campaign."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accessmap.models import User
from reviews.errors import NotAllowed, ReasonRequired, StillUndecided
from reviews.evidence.ledger import record
from reviews.lifecycle import AtClose, CampaignState, ItemState, Verdict
from reviews.models import Campaign, Decision, ReviewItem
from reviews.operations.locking import open_campaign_held
from reviews.operations.release_ended import release_ended
from reviews.shown import sha256, shown_text


@transaction.atomic
def close_campaign(
    campaign: Campaign,
    *,
    closed_by: User,
    at_close: AtClose = AtClose.REFUSE,
    reason: str = "",
) -> Campaign:
    """Close, all under one lock, after which nothing is decided.

    Revoked is a promise: as long as one is not seen to be removed by a later complete
    crawl, the campaign is verifying and not closed. What nobody decided stops the
    closing, unless the closer says what becomes of it, and why.
    """
    if not closed_by.is_analyst:
        raise NotAllowed(_("Only analysts close campaigns."))
    campaign = open_campaign_held(campaign.pk)
    release_ended(campaign, by=closed_by)
    reason = reason.strip()
    undecided = list(campaign.items.open().select_related("campaign"))
    if undecided:
        _settle(undecided, closed_by=closed_by, at_close=at_close, reason=reason)
    is_outstanding = campaign.items.outstanding().exists()
    campaign.state = CampaignState.VERIFYING if is_outstanding else CampaignState.CLOSED
    campaign.closed_at = timezone.now()
    campaign.closed_by = closed_by
    campaign.at_close = at_close
    campaign.close_reason = reason
    campaign.save()
    record(
        "campaign-closed",
        by=closed_by,
        campaign=campaign,
        state=campaign.state,
        undecided=len(undecided),
        at_close=at_close.value,
        reason=reason,
    )
    return campaign


def _settle(
    undecided: list[ReviewItem], *, closed_by: User, at_close: AtClose, reason: str
) -> None:
    count = len(undecided)
    if at_close is AtClose.REFUSE:
        raise StillUndecided(
            ngettext(
                "%(count)d item is not decided. Remind its reviewer, or say what is to "
                "become of it.",
                "%(count)d items are not decided. Remind their reviewers, or say what "
                "is to become of them.",
                count,
            )
            % {"count": count}
        )
    if not reason:
        raise ReasonRequired(_("Say why you close over what nobody decided."))
    if at_close is AtClose.REVOKE:
        now = timezone.now()
        Decision.objects.bulk_create(
            [_default(item, closed_by, reason, now) for item in undecided],
            batch_size=200,
        )
    after = ItemState.REVOKED if at_close is AtClose.REVOKE else ItemState.UNDECIDED
    ReviewItem.objects.filter(
        campaign=undecided[0].campaign, state=ItemState.OPEN
    ).update(state=after)


def _default(item: ReviewItem, closed_by: User, reason: str, now: datetime) -> Decision:
    text = shown_text(item, "en")
    return Decision(
        item=item,
        fingerprint=item.fingerprint,
        reviewer=closed_by,
        verdict=Verdict.REVOKE,
        reason=reason,
        is_default=True,
        language="en",
        shown=text,
        shown_sha256=sha256(text),
        decided_at=now,
    )
