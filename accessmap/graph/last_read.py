"""When the place of a grant was read last, and the grant was there.

Most of a place was read on one day, which is asked for once; only what was missing
there by itself is asked for one by one: crawls of a year are many rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from django.db.models import Case, Exists, F, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from accessmap.batches import batched
from accessmap.graph.out_of_sight import OutOfSight, Place
from accessmap.graph.sight import EVERYWHERE, wide
from accessmap.models import Coverage, Crawl, Gap, Grant
from accessmap.models.coverage import READ, CoverageQuerySet

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
NO_CRAWL = 2**62


def last_read(
    rows: Iterable[Grant], unseen: OutOfSight
) -> Mapping[int, datetime | None]:
    """Return when the place of each grant was read last, and it was there, by key."""
    found: dict[int, datetime | None] = {}
    for part in batched(rows):
        far = [row for row in part if row.resource.collector in wide()]
        near = [row for row in part if row.resource.collector not in wide()]
        for some, owners in ((far, [EVERYWHERE]), (near, _accounts(near))):
            if some:
                found |= _of(some, owners, unseen)
    return found


def _accounts(rows: Iterable[Grant]) -> list[str]:
    return sorted({row.resource.account_id for row in rows})


def _of(
    rows: Sequence[Grant], owners: Sequence[str], unseen: OutOfSight
) -> dict[int, datetime | None]:
    """Return the days of grants in some accounts, or of what is read in one for all."""
    is_far = list(owners) == [EVERYWHERE]
    by = Q(started_at__lte=unseen.at) if unseen.at else Q()
    read = Coverage.objects.filter(
        READ,
        crawl__in=Crawl.objects.finished().filter(by),
        collector__in={row.resource.collector for row in rows},
    )
    if not is_far:
        read = read.filter(account_id__in=owners)
    days = _by_place(read, is_far=is_far)
    missed = _missed(read, rows)
    found: dict[int, datetime | None] = {}
    alone = []
    for row in rows:
        of = row.resource
        owner = EVERYWHERE if is_far else of.account_id
        is_missing = row.pk in unseen.held or of.missed_at is not None
        if is_missing or not missed.isdisjoint({of.arn, of.name}):
            alone.append(row)
        else:
            spots = {(owner, of.collector, each) for each in (of.region, "")}
            there = [days[spot] for spot in spots if spot in days]
            found[row.pk] = max(there, default=None)
    if alone:
        if not is_far:
            read = read.filter(account_id=OuterRef("resource__account_id"))
        found |= _one_by_one(alone, read, unseen)
    return found


def _by_place(read: CoverageQuerySet, *, is_far: bool) -> dict[Place, datetime]:
    owner = Value(EVERYWHERE) if is_far else F("account_id")
    rows = read.order_by().values_list(owner, "collector", "region")
    return {
        (account, collector, region): day
        for account, collector, region, day in rows.annotate(Max("finished_at"))
    }


def _missed(read: CoverageQuerySet, rows: Iterable[Grant]) -> frozenset[str]:
    """Return what was once missing by itself, of the ARNs and names of ``rows``."""
    names = {name for row in rows for name in (row.resource.arn, row.resource.name)}
    holes = read.filter(gap_count__gt=0).values("pk")
    gaps = Gap.objects.filter(coverage__in=holes, arn__in=names)
    return frozenset(gaps.order_by().values_list("arn", flat=True))


def _one_by_one(
    rows: Sequence[Grant], read: CoverageQuerySet, unseen: OutOfSight
) -> dict[int, datetime | None]:
    """Return the days of what was missing by itself: then it was not there."""
    gaps = Gap.objects.filter(
        coverage=OuterRef("pk"),
        arn__in=[
            OuterRef(OuterRef("resource__arn")),
            OuterRef(OuterRef("resource__name")),
        ],
    )
    there = read.filter(
        ~Exists(gaps),
        Q(region=OuterRef("resource__region")) | Q(region=""),
        collector=OuterRef("resource__collector"),
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
        read_at=Subquery(there.order_by("-finished_at").values("finished_at")[:1]),
    )
    return dict(found.order_by().values_list("pk", "read_at"))
