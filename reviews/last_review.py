"""When the grants of one account were last asked about, and how far that came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from reviews.lifecycle import DECIDED, PENDING
from reviews.models import Campaign, ReviewItem


@dataclass(frozen=True, slots=True)
class LastReview:
    """The newest campaign with grants of an account; ``day`` is its last decision."""

    campaign: Campaign
    total: int
    decided: int
    day: datetime


def last_review_of(account_id: str) -> LastReview | None:
    """Return the newest review that asked about an account, or None."""
    items = ReviewItem.objects.filter(account_id=account_id)
    newest = items.order_by("-campaign_id").select_related("campaign").first()
    if newest is None:
        return None
    told = items.filter(campaign=newest.campaign_id).aggregate(
        total=Count("pk", distinct=True),
        decided=Count("pk", filter=Q(state__in=DECIDED - PENDING), distinct=True),
        day=Max("decisions__decided_at"),
    )
    day = told.pop("day") or newest.campaign.opened_at
    return LastReview(newest.campaign, day=day, **told)
