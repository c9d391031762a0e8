"""Whether what happens in an account is kept by CloudTrail for good."""

from __future__ import annotations

from accessmap.models import Coverage, Crawl, Resource

TRAIL = "AWS::CloudTrail::Trail"
COLLECTOR = "trails"


def is_logged(crawl: Crawl, account_id: str) -> bool | None:
    """Say whether a trail keeps what is written; None where it cannot be said.

    A trail of one region alone leaves the others open, so it decides nothing. "No
    trail" needs every region read to the end by ``crawl``, or by the last one that
    looked.
    """
    trails = [
        row.facts
        for row in Resource.objects.filter(
            account_id=account_id, resource_type=TRAIL, ended_at=None
        )
    ]
    on = [
        each
        for each in trails
        if each.get("is_logging") and each.get("writes_management_events")
    ]
    if any(each.get("is_multi_region") for each in on):
        return True
    rows = Coverage.objects.filter(
        account_id=account_id, collector=COLLECTOR, crawl__pk__lte=crawl.pk
    )
    last = rows.order_by("-crawl_id").first()
    if last is None:
        return None
    looked = rows.filter(crawl=last.crawl_id)
    is_known = looked.complete().exists() and not looked.incomplete().exists()
    return False if is_known and not on else None
