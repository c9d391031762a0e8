"""End the deciding of a campaign."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accessmap.models import User
from reviews.disputes import disputes
from reviews.errors import NotAllowed, ReasonRequired, StillDisputed, StillUndecided
from reviews.evidence.ledger import record
from reviews.lifecycle import (
    PENDING,
    AtClose,
    CampaignState,
    ItemState,
    Origin,
)
from reviews.models import Campaign
from reviews.operations.locking import open_campaign_held
from reviews.operations.release_ended import release_ended
from reviews.operations.revoke_unanswered import revoke_unanswered
from reviews.second_looks import disagreements


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
    _refuse_disputed(campaign)
    _refuse_disagreed(campaign)
    undecided = campaign.items.pending().count()
    if undecided:
        _refuse_silent_end(undecided, at_close, reason)
        _end_undecided(campaign, closed_by, at_close, reason)
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
        undecided=undecided,
        at_close=at_close.value,
        reason=reason,
        second_look_seed=campaign.second_look_seed,
    )
    return campaign


def _refuse_disputed(campaign: Campaign) -> None:
    disputed = sum(each.is_answered for each in disputes(campaign))
    if disputed:
        raise StillDisputed(
            ngettext(
                "The two sides of %(count)d grant disagree. An analyst settles it "
                "first, on the page for security.",
                "The two sides of %(count)d grants disagree. An analyst settles them "
                "first, on the page for security.",
                disputed,
            )
            % {"count": disputed}
        )


def _refuse_disagreed(campaign: Campaign) -> None:
    count = sum(1 for _each in disagreements(campaign))
    if count:
        raise StillDisputed(
            ngettext(
                "A second look disagrees about %(count)d item. An analyst settles it "
                "first, on the page for security.",
                "Second looks disagree about %(count)d items. An analyst settles them "
                "first, on the page for security.",
                count,
            )
            % {"count": count}
        )


def _refuse_silent_end(count: int, at_close: AtClose, reason: str) -> None:
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


def _end_undecided(
    campaign: Campaign, closed_by: User, at_close: AtClose, reason: str
) -> None:
    """Give what is pending its end."""
    if at_close is AtClose.REVOKE:
        revoke_unanswered(
            campaign.items.pending(),
            by=closed_by,
            origin=Origin.DEFAULT,
            reason=lambda _item: reason,
        )
    campaign.items.filter(state__in=PENDING).update(state=ItemState.UNDECIDED)
