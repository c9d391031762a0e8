"""Whether what happens in an account is kept by CloudTrail for good."""

from __future__ import annotations

from accessmap.models import Resource
from accessmap.models.newest import Newest

TRAIL = "AWS::CloudTrail::Trail"
COLLECTOR = "trails"


def is_logged(newest: Newest, account_id: str) -> bool | None:
    """Say whether a trail keeps what is written; None where it cannot be said.

    A trail of one region alone leaves the others open, so it decides nothing. "No
    trail" needs every region read to the end, by whichever crawl looked there last.
    In a region that is off nothing happens.
    """
    trails = Resource.objects.filter(
        account_id=account_id, resource_type=TRAIL, ended_at=None
    ).values_list("facts", flat=True)
    on = [
        each
        for each in trails
        if each.get("is_logging") and each.get("writes_management_events")
    ]
    if any(each.get("is_multi_region") for each in on):
        return True
    if on:
        return None
    return False if newest.read_whole(COLLECTOR, account_id) else None
