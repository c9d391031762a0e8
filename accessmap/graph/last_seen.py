"""Whether a grant is told as it was: its place could not be read since.

Such a grant is kept, as losing permission must never look like losing access; but
nobody may be told that it works, or that something stops it, as if it had been read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q

from accessmap.graph.sight import Sight
from accessmap.models import Account, Coverage, Crawl, Derivation, Grant
from accessmap.models.coverage import READ


@dataclass(frozen=True, slots=True)
class LastSeen:
    """Since when nothing is known of a grant, and whether its account left."""

    on: datetime
    left_at: datetime | None = None
    is_doubted: bool = False  # it was missing, and we do not believe that yet


def last_seen(row: Grant, account: Account | None) -> LastSeen | None:
    """Return when ``row`` was seen last; None: the newest crawl says what it is now."""
    if row.has_ended:
        return None
    left_at = account.left_at if account else None
    if left_at is None and not _is_hidden(row):
        held = Derivation.objects.filter(account_id=row.resource.account_id).first()
        if held is None or str(row.pk) not in held.held:
            return None
        return LastSeen(_read_at(row, before=held.held[str(row.pk)]), is_doubted=True)
    is_doubted = left_at is None and row.resource.missed_at is not None
    return LastSeen(_read_at(row), left_at, is_doubted=is_doubted)


def _is_hidden(row: Grant) -> bool:
    """Say whether the newest word about its place leaves open what it is now."""
    resource = row.resource
    sight = Sight(None, {resource.account_id})
    place = (resource.account_id, resource.collector, resource.region)
    return not sight.tells_of(*place) or sight.misses(resource.arn, resource.name)


def _read_at(row: Grant, *, before: int | None = None) -> datetime:
    """Return when its place was read last and it was there; at least once it was."""
    resource = row.resource
    crawls = Crawl.objects.finished()
    if before is not None:
        crawls = crawls.filter(pk__lt=before)
    read = Coverage.objects.filter(
        READ,
        Q(region=resource.region) | Q(region=""),
        account_id=resource.account_id,
        collector=resource.collector,
        crawl__in=crawls,
    ).exclude(gaps__arn__in=[resource.arn, resource.name])
    if resource.missed_at:
        read = read.filter(crawl__started_at__lt=resource.missed_at)
    told: datetime | None = read.aggregate(last=Max("finished_at"))["last"]
    return max(told or row.first_seen_at, row.first_seen_at)
