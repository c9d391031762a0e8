"""What a whole list no longer has: it ends, unless too much is missing at once.

What is held stands as it was, each of it as a gap that says why. A later crawl that
misses it again is believed: an answer that is wrong by chance is not wrong twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from accessmap.aws.collector import all_collectors
from accessmap.aws.errors import Failure
from accessmap.batches import batched
from accessmap.crawl.look import Missed, Reading
from accessmap.models import Crawl, Resource, Snapshot
from accessmap.models.coverage import VANISHED
from accessmap.vanishing import SEVERAL, is_too_much


def standing(reading: Reading) -> QuerySet[Resource]:
    """Return the resources of the place that was read, as far as it is known."""
    scope = Q(collector=reading.collector)
    if not all_collectors()[reading.collector].is_organization_wide:
        scope &= Q(account_id=reading.where.account_id)
    if reading.where.region:
        scope &= Q(region=reading.where.region)
    return Resource.objects.filter(scope, ended_at=None)


def end_the_missing(crawl: Crawl, reading: Reading) -> bool:
    """End the resources that a whole list no longer has; a gap is no absence.

    Say whether some are held: the place is then not as its list says.
    """
    there = reading.sightings.keys() | reading.gaps.keys()
    rows = list(standing(reading).values_list("pk", "arn", "missed_at"))
    gone = [pk for pk, arn, _missed_at in rows if arn not in there]
    _clear(pk for pk, arn, missed_at in rows if missed_at and arn in there)
    held = _hold(crawl, reading, gone) if len(gone) >= SEVERAL else frozenset()
    for part in batched(pk for pk in gone if pk not in held):
        Resource.objects.filter(pk__in=part).update(ended_at=crawl.started_at)
        end_snapshots(
            crawl,
            Snapshot.objects.current()
            .filter(resource__in=part)
            .values_list("pk", flat=True),
        )
    return bool(held)


def end_snapshots(crawl: Crawl, snapshots: Iterable[int]) -> None:
    """End snapshots by their keys."""
    for part in batched(snapshots):
        Snapshot.objects.current().filter(pk__in=part).update(
            ended_crawl=crawl, ended_at=crawl.started_at
        )


def _clear(found_again: Iterable[int]) -> None:
    """Forget that these were missed: the next time is the first again."""
    for part in batched(found_again):
        Resource.objects.filter(pk__in=part).update(missed_at=None)


def _hold(crawl: Crawl, reading: Reading, gone: list[int]) -> frozenset[int]:
    """Keep what vanished with too much else of its type; return its keys."""
    missing = [
        row
        for part in batched(gone)
        for row in Resource.objects.filter(pk__in=part)
        # What an earlier crawl has missed already is missed for the second time now.
        if row.missed_at is None or row.missed_at >= crawl.started_at
    ]
    lost = Counter(row.resource_type for row in missing)
    doubted = {
        kind: _why(lost[kind], all_of_them)
        for kind, all_of_them, new in _counts(crawl, reading)
        # As many may have come as went: the snapshots of each night do.
        if is_too_much(lost[kind] - new, left=all_of_them - lost[kind])
    }
    held = [row for row in missing if row.resource_type in doubted]
    for row in held:
        kind = row.resource_type
        reading.gaps[row.arn] = Missed(kind, doubted[kind])
    for part in batched(row.pk for row in held):
        Resource.objects.filter(pk__in=part).update(missed_at=crawl.started_at)
    return frozenset(row.pk for row in held)


def _counts(crawl: Crawl, reading: Reading) -> Iterable[tuple[str, int, int]]:
    """Return of each type how many stand at the place, and how many of them are new."""
    new = Q(first_seen_at__gte=crawl.started_at)
    return (
        standing(reading)
        .order_by()
        .values_list("resource_type")
        .annotate(standing=Count("pk"), new=Count("pk", filter=new))
    )


def _why(missing: int, all_of_them: int) -> Failure:
    return Failure(
        "failed",
        f"{missing} of {all_of_them} are missing from the list at once. That many are "
        "held, not believed: they stand as they were last seen. The next crawl that "
        "misses them too is believed.",
        code=VANISHED,
    )
