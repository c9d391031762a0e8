"""Whether a grant is told as it was: its place could not be read since.

Such a grant is kept, as losing permission must never look like losing access; but
nobody may be told that it works, or that something stops it, as if it had been read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from accessmap.graph.last_read import last_read
from accessmap.graph.out_of_sight import OF_RESOURCE, OutOfSight, out_of_sight
from accessmap.models import Grant

# What of a grant is needed to tell: whoever reads less asks again for each row.
SEEN_BY = ("ended_at", "first_seen_at", "resource__missed_at", *OF_RESOURCE)


@dataclass(frozen=True, slots=True)
class LastSeen:
    """Since when nothing is known of a grant, and whether its account left."""

    on: datetime
    left_at: datetime | None = None
    is_doubted: bool = False  # it was missing, and we do not believe that yet


def last_seen(row: Grant) -> LastSeen | None:
    """Return when ``row`` was seen last; None: the newest crawl says what it is now."""
    return last_seen_among([row]).get(row.pk)


def last_seen_among(
    rows: Iterable[Grant], at: datetime | None = None
) -> Mapping[int, LastSeen]:
    """Return those of ``rows`` that are only known as they were, by their key.

    However many there are, their days are asked for at once; with ``at``, as of then.
    """
    unseen = out_of_sight(at)
    hidden = [row for row in rows if unseen.has(row)]
    days = last_read(hidden, unseen) if hidden else {}
    return {row.pk: _told(row, days[row.pk], unseen) for row in hidden}


def _told(row: Grant, day: datetime | None, unseen: OutOfSight) -> LastSeen:
    left_at = unseen.left.get(row.resource.account_id)
    is_missing = row.pk in unseen.held or row.resource.missed_at is not None
    # At least once it was read, or there would be no such grant.
    on = max(day or row.first_seen_at, row.first_seen_at)
    return LastSeen(on, left_at, is_doubted=is_missing and left_at is None)
