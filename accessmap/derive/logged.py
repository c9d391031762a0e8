"""Whether what happens in an account is kept by CloudTrail for good."""

from __future__ import annotations

from accessmap.models import Coverage, Crawl, Outcome, Resource

TRAIL = "AWS::CloudTrail::Trail"
COLLECTOR = "trails"
MOST_PLACES = 200  # of one crawl in one account: its regions


def is_logged(crawl: Crawl, account_id: str) -> bool | None:
    """Say whether a trail keeps what is written; None where it cannot be said.

    A trail of one region alone leaves the others open, so it decides nothing. "No
    trail" needs every region read to the end by ``crawl``, or by the last one that
    looked.
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
    rows = (
        Coverage.objects.filter(
            account_id=account_id, collector=COLLECTOR, crawl__pk__lte=crawl.pk
        )
        .order_by("-crawl_id")
        .values_list("crawl_id", "outcome", "gap_count")
    )
    found = list(rows[:MOST_PLACES])
    # In a region that is off nothing happens.
    last = [
        outcome == Outcome.COMPLETE and not gaps
        for crawl_id, outcome, gaps in found
        if crawl_id == found[0][0] and outcome != Outcome.REGION_OFF
    ]
    return False if last and all(last) else None
