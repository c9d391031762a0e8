"""Whether what happens in an account is kept by CloudTrail for good."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from accessmap.models import Resource
from accessmap.models.newest import Newest

TRAIL = "AWS::CloudTrail::Trail"
COLLECTOR = "trails"


def logged(newest: Newest, *account_ids: str) -> Mapping[str, bool | None]:
    """Say whether a trail keeps what is written; None where it cannot be said.

    A trail of one region alone leaves the others open, so it decides nothing. "No
    trail" needs every region read to the end, by whichever crawl looked there last.
    In a region that is off nothing happens.
    """
    on = defaultdict(list)
    for account_id, facts in Resource.objects.filter(
        account_id__in=account_ids, resource_type=TRAIL, ended_at=None
    ).values_list("account_id", "facts"):
        if facts.get("is_logging") and facts.get("writes_management_events"):
            on[account_id].append(facts)
    silent = [each for each in account_ids if each not in on]
    read = newest.read_whole(COLLECTOR, *silent) if silent else frozenset()
    return {each: _said(on.get(each, ()), is_read=each in read) for each in account_ids}


def _said(on: Sequence[Mapping[str, Any]], *, is_read: bool) -> bool | None:
    if any(each.get("is_multi_region") for each in on):
        return True
    return False if is_read and not on else None
