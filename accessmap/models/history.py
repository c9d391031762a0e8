"""How far CloudTrail's event history was read: what "nobody did" stands on."""

from __future__ import annotations

from collections.abc import Mapping

from accessmap.models.newest import Newest
from accessmap.models.resource import Resource

HISTORY = "AWS::CloudTrail::EventHistory"
COLLECTOR = "event_history"


def whole_histories(newest: Newest, account_id: str = "") -> Mapping[str, bool]:
    """Say of each account with a history whether all of it was read, in every region.

    A busy history is not read to its end, and then tells since when it was.
    """
    of = {"account_id": account_id} if account_id else {}
    told = Resource.objects.filter(resource_type=HISTORY, ended_at=None, **of)
    reached: dict[str, bool] = {}
    for account, facts in told.order_by().values_list("account_id", "facts"):
        is_cut = bool(facts.get("since"))
        reached[account] = reached.get(account, True) and not is_cut
    if not reached:
        return {}
    read = newest.read_whole(COLLECTOR, account_id)
    return {account: whole and account in read for account, whole in reached.items()}
