"""Whether a grant is told as it was: its place could not be read since.

Such a grant is kept, as losing permission must never look like losing access; but
nobody may be told that it works, or that something stops it, as if it had been read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from accessmap.batches import batched
from accessmap.graph.out_of_sight import OF_RESOURCE, OutOfSight, out_of_sight
from accessmap.graph.sight import wide
from accessmap.models import Coverage, Crawl, Gap, Grant
from accessmap.models.coverage import READ, CoverageQuerySet

# What of a grant is needed to tell: whoever reads less asks again for each row.
SEEN_BY = ("ended_at", "first_seen_at", "resource__missed_at", *OF_RESOURCE)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
NO_CRAWL = 2**62


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
    days = _days(hidden, unseen) if hidden else {}
    return {row.pk: _told(row, days[row.pk], unseen) for row in hidden}


def _told(row: Grant, day: datetime | None, unseen: OutOfSight) -> LastSeen:
    left_at = unseen.left.get(row.resource.account_id)
    is_missing = row.pk in unseen.held or row.resource.missed_at is not None
    # At least once it was read, or there would be no such grant.
    on = max(day or row.first_seen_at, row.first_seen_at)
    return LastSeen(on, left_at, is_doubted=is_missing and left_at is None)


def _days(rows: Sequence[Grant], unseen: OutOfSight) -> dict[int, datetime | None]:
    """Return when the place of each grant was read last, and it was there."""
    found: dict[int, datetime | None] = {}
    # What is read in one account for all of them has no place in the others.
    far = [row for row in rows if row.resource.collector in wide()]
    near = [row for row in rows if row.resource.collector not in wide()]
    own = Coverage.objects.filter(account_id=OuterRef("resource__account_id"))
    for some, coverage in ((far, Coverage.objects.all()), (near, own)):
        for part in batched(some):
            found |= _read_at(part, coverage, unseen)
    return found


def _read_at(
    rows: Sequence[Grant], coverage: CoverageQuerySet, unseen: OutOfSight
) -> dict[int, datetime | None]:
    by = Q(started_at__lte=unseen.at) if unseen.at else Q()
    gaps = Gap.objects.filter(
        coverage=OuterRef("pk"),
        arn__in=[
            OuterRef(OuterRef("resource__arn")),
            OuterRef(OuterRef("resource__name")),
        ],
    )
    read = coverage.filter(
        ~Exists(gaps),
        READ,
        Q(region=OuterRef("resource__region")) | Q(region=""),
        collector=OuterRef("resource__collector"),
        crawl__in=Crawl.objects.finished().filter(by),
        crawl__lt=OuterRef("missed_by"),
        crawl__started_at__lt=OuterRef("missed_at"),
    )
    held = [
        When(pk=row.pk, then=Value(unseen.held[row.pk]))
        for row in rows
        if row.pk in unseen.held
    ]
    found = Grant.objects.filter(pk__in=[row.pk for row in rows]).annotate(
        missed_by=Case(*held, default=Value(NO_CRAWL)),
        missed_at=Coalesce(F("resource__missed_at"), Value(NEVER)),
        read_at=Subquery(read.order_by("-finished_at").values("finished_at")[:1]),
    )
    return dict(found.order_by().values_list("pk", "read_at"))
