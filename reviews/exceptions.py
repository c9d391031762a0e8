"""The register of exceptions as it stands: what stays until a day, and beyond it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from reviews.lifecycle import DECIDED, ItemState, Removal
from reviews.models import ReviewItem
from reviews.models.item import ReviewItemQuerySet

# Days before (less than nothing) and after its last day when its owner hears of it.
CHASED = frozenset({-14, -7, 1, 7, 14})
MOST_DAYS = max(CHASED)


def standing() -> ReviewItemQuerySet:
    """Return what stays by an exception, the longest overdue first.

    Not what AWS no longer grants, what was seen to be removed, nor what a later review
    has decided about: the decision that counts is there.
    """
    later = ReviewItem.objects.filter(
        fingerprint=OuterRef("fingerprint"),
        side=OuterRef("side"),
        campaign__gt=OuterRef("campaign"),
        state__in=DECIDED,
    )
    stays = Q(state=ItemState.EXCEPTED, grant__ended_at=None)
    is_owed = ~Q(state=ItemState.EXCEPTED) & ~Q(removal=Removal.REMOVED)
    found = ReviewItem.objects.excepted().filter(stays | is_owed, ~Exists(later))
    related = found.select_related("campaign", "reviewer")
    return related.defer("statement").order_by("excepted_until", "pk")
