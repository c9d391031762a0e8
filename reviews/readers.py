"""A reviewer may read the whole page of a grant that they are asked about."""

from __future__ import annotations

from accessmap.models import Grant, User
from reviews.models import ReviewItem


def is_asked_of(user: User, grant: Grant) -> bool:
    """Say whether ``user`` is, or was, the reviewer of ``grant``."""
    return ReviewItem.objects.asked_of(user).filter(grant=grant).exists()
