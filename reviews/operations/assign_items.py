"""Ask the rules again who owns what nobody has decided."""

from __future__ import annotations

from django.db import transaction

from accessmap.models import User
from reviews.evidence.ledger import record
from reviews.lifecycle import Rule, Side
from reviews.models import Campaign
from reviews.operations.locking import open_campaign_held
from reviews.owners import Owners


@transaction.atomic
def assign_items(
    campaign: Campaign, *, assigned_by: User, fallback: User | None = None
) -> int:
    """Move open items to the owners that tags name today; return how many moved.

    What somebody reassigned by hand stays where it was put.
    """
    campaign = open_campaign_held(campaign.pk)
    owners = Owners(fallback=fallback)
    moved = 0
    items = campaign.items.open().filter(side=Side.GRANTING)
    items = items.exclude(resolved_by=Rule.REASSIGNED)
    for item in items.select_related("grant__resource"):
        answer = owners.of(item.grant)
        if answer.reviewer.pk == item.reviewer_id:
            continue
        item.reviewer = answer.reviewer
        item.resolved_by, item.resolved_from = answer.rule, answer.source
        item.save(update_fields=["reviewer", "resolved_by", "resolved_from"])
        moved += 1
    record("items-assigned", by=assigned_by, campaign=campaign, moved=moved)
    return moved
