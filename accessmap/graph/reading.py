"""How completely each account was read last: what the map must not show as empty."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Count, Max, Q

from accessmap.models import Account, Coverage, Crawl
from accessmap.models.coverage import INCOMPLETE


class State(StrEnum):
    """What the newest crawl of an account could read."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Reading:
    """One account's state; ``read_at`` is when anything of it was last read wholly."""

    state: State
    read_at: datetime | None = None


def readings(at: datetime | None = None) -> Mapping[str, Reading]:
    """Return each member's reading; who was never looked at is unread, not empty.

    With ``at``, who was a member then, and what had been read by then.
    """
    by = Q(crawl__started_at__lte=at) if at else Q()
    newest = dict(
        Coverage.objects.filter(by, crawl__in=Crawl.objects.finished())
        .order_by()
        .values_list("account_id")
        .annotate(Max("crawl_id"))
    )
    read_at = dict(
        Coverage.objects.complete()
        .filter(by)
        .order_by()
        .values_list("account_id")
        .annotate(Max("finished_at"))
    )
    total: dict[str, int] = defaultdict(int)
    missed: dict[str, int] = defaultdict(int)
    rows = Coverage.objects.filter(crawl_id__in=set(newest.values())).order_by()
    counted = rows.values_list("account_id", "crawl_id").annotate(
        count=Count("pk"), incomplete=Count("pk", filter=INCOMPLETE)
    )
    for account_id, crawl_id, count, incomplete in counted:
        if newest.get(account_id) == crawl_id:
            total[account_id] = count
            missed[account_id] = incomplete
    members = Account.objects.present(at).values_list("account_id", flat=True)
    return {
        account_id: Reading(
            _state(total[account_id], missed[account_id]), read_at.get(account_id)
        )
        for account_id in members
    }


def _state(total: int, missed: int) -> State:
    if total == missed:
        return State.UNREAD
    return State.PARTIAL if missed else State.COMPLETE
