"""How completely each account was read last: what the map must not show as empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Max, Q

from accessmap.models import Coverage, Crawl
from accessmap.models.newest import Newest


class State(StrEnum):
    """How much of an account was read, by the newest word about each of its places."""

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
    read_at = dict(
        Coverage.objects.complete()
        .of_accounts()
        .filter(by, crawl__in=Crawl.objects.finished())
        .order_by()
        .values_list("account_id")
        .annotate(Max("finished_at"))
    )
    newest = Newest(at)
    known = newest.members().values_list("account_id", newest.is_read, newest.is_whole)
    return {
        account_id: Reading(
            _state(is_read=is_read, is_whole=is_whole), read_at.get(account_id)
        )
        for account_id, is_read, is_whole in known
    }


def _state(*, is_read: bool, is_whole: bool) -> State:
    if is_whole:
        return State.COMPLETE
    return State.PARTIAL if is_read else State.UNREAD
