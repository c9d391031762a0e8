"""How far CloudTrail's event history was read: what "nobody did" stands on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from accessmap.models.newest import Newest
from accessmap.models.resource import Resource

HISTORY = "AWS::CloudTrail::EventHistory"
COLLECTOR = "event_history"


def whole_histories(newest: Newest, *account_ids: str) -> Mapping[str, bool]:
    """Say of each account with a history whether all of it was read, in every region.

    A busy history is not read to its end, and then tells since when it was.
    """
    reached: dict[str, bool] = {}
    for account, facts in _told(*account_ids):
        is_cut = bool(facts.get("since"))
        reached[account] = reached.get(account, True) and not is_cut
    if not reached:
        return {}
    read = newest.read_whole(COLLECTOR, *account_ids)
    return {account: whole and account in read for account, whole in reached.items()}


def whole_roles(newest: Newest, account_id: str) -> frozenset[str]:
    """Return the roles of a busy account whose own history was read, in every region.

    Where too much happened, roles that let others in were asked for by their names.
    """
    told = [
        frozenset(facts.get("whole_roles", ()))
        for _account, facts in _told(account_id)
        if facts.get("since")
    ]
    if not told or not newest.read_whole(COLLECTOR, account_id):
        return frozenset()
    return frozenset.intersection(*told)


def _told(*account_ids: str) -> Iterable[tuple[str, Mapping[str, Any]]]:
    of = {"account_id__in": account_ids} if account_ids else {}
    rows = Resource.objects.filter(resource_type=HISTORY, ended_at=None, **of)
    return rows.order_by().values_list("account_id", "facts")
