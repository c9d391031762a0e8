"""End the deciding of a campaign."""

from __future__ import annotations

from datetime import datetime

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
    Verdict,
)
from reviews.models import Campaign, Decision, ReviewItem
from reviews.operations.locking import open_campaign_held
from reviews.operations.release_ended import release_ended
from reviews.operations.writing import count_anew
from reviews.shown import sha256, shown_text

BATCH = 500


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
    """Give what is pending its end, in batches: a campaign may hold 100,000 items."""
    now = timezone.now()
    revokes = at_close is AtClose.REVOKE
    while revokes and (batch := list(campaign.items.pending()[:BATCH])):
        before = Decision.objects.effective().filter(item__in=batch).defer("shown")
        newest = {each.item_id: each for each in before}
        Decision.objects.bulk_create(
            [
                _default(each, newest.get(each.pk), closed_by, reason, now)
                for each in batch
            ],
            batch_size=200,
        )
        decided = campaign.items.filter(pk__in=[each.pk for each in batch])
        decided.update(state=ItemState.REVOKED)
    if revokes:
        count_anew(Decision, ReviewItem)
    campaign.items.filter(state__in=PENDING).update(state=ItemState.UNDECIDED)


def _default(
    item: ReviewItem,
    before: Decision | None,
    closed_by: User,
    reason: str,
    now: datetime,
) -> Decision:
    text = shown_text(item, "en")
    return Decision(
        item=item,
        fingerprint=item.fingerprint,
        reviewer=closed_by,
        verdict=Verdict.REVOKE,
        reason=reason,
        origin=Origin.DEFAULT,
        language="en",
        shown=text,
        shown_sha256=sha256(text),
        decided_at=now,
        supersedes=before,
    )
