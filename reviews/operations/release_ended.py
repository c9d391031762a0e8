"""Let go of open items whose grants AWS no longer gives."""

from __future__ import annotations

from django.db import transaction

from accessmap.models import User
from reviews.evidence.ledger import record
from reviews.lifecycle import ItemState
from reviews.models import Campaign


@transaction.atomic
def release_ended(campaign: Campaign, *, by: User | str) -> int:
    """Mark open items as ended where a complete crawl no longer found the grant.

    Nobody decided about them, and the evidence says so. Return how many.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if not campaign.is_open:
        return 0
    ended = campaign.items.open().filter(grant__ended_at__isnull=False)
    numbers = sorted(ended.values_list("number", flat=True))
    if numbers:
        campaign.items.filter(number__in=numbers).update(state=ItemState.ENDED)
        record("items-ended", by=by, campaign=campaign, numbers=numbers)
    return len(numbers)
