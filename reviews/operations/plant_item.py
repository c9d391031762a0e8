"""Plant a question among those of a campaign, if it opened with one."""

from __future__ import annotations

from accessmap.spoken import Speaker
from reviews.evidence.ledger import record
from reviews.models import Campaign, Planted
from reviews.planting import planted

JOB = "planting"


def plant_item(campaign: Campaign) -> Planted | None:
    """Write it while the campaign opens; the ledger says that, and not for whom."""
    if not campaign.is_planted:
        return None
    found = planted(campaign, Speaker("en").names)
    if found is not None:
        found.save()
    record("known-bad-planted", by=JOB, campaign=campaign, count=int(found is not None))
    return found
