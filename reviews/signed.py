"""Reviews that two people have signed: what the map can be compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from reviews.models import Campaign, SignOff

MOST = 24


@dataclass(frozen=True, slots=True)
class SignedReview:
    """``seen_at`` is when the crawl began that was reviewed, not when they signed."""

    name: str
    url: str
    crawl: int
    seen_at: datetime
    signed_at: datetime


def signed_reviews() -> Sequence[SignedReview]:
    """Return the reviews with every signature, the newest reading first."""
    rows = (
        Campaign.objects.annotate(signatures=Count("signoffs"))
        .filter(signatures=len(SignOff.Part))
        .select_related("crawl")
        .prefetch_related("signoffs")
        .order_by("-crawl__started_at", "-pk")
    )
    return [
        SignedReview(
            each.name,
            each.get_absolute_url(),
            each.crawl_id,
            each.crawl.started_at,
            signed_at,
        )
        for each in rows[:MOST]
        for signed_at in [max(sign.signed_at for sign in each.signoffs.all())]
    ]
