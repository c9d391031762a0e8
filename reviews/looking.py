"""What one crawl saw of the place where a revoked grant lives.

A removal is believed only from two complete readings of that place, 15 minutes or more
apart, that began after the promise. Access denied, a scope that failed, a held mass
disappearance, or an Access Analyzer finding that says RESOLVED prove nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from django.db.models import QuerySet

from accessmap.models import (
    Coverage,
    Crawl,
    Gap,
    Grant,
    Hold,
    Outcome,
    Resource,
    Snapshot,
)
from accessmap.models.grant import GrantQuerySet
from reviews.lifecycle import Removal
from reviews.models import ReviewItem
from reviews.remaining import Remaining, fingerprints, named, remaining
from reviews.sight import Saw, Sight, saw, unread

APART = timedelta(minutes=15)
GONE = frozenset({Removal.GONE_ONCE, Removal.OTHER_WAY, Removal.REMOVED})
FOUND = (Removal.STILL_THERE, Removal.OTHER_WAY, Removal.CAME_BACK)


def held_at(crawl: Crawl) -> GrantQuerySet:
    """Return the grants that were held when ``crawl`` had looked.

    Derive stamps what a crawl begins and ends with the time that the crawl began.
    """
    return Grant.objects.on(crawl.started_at)


def look(item: ReviewItem, crawl: Crawl) -> Sight | None:
    """Return what ``crawl`` saw of ``item``, or None if it was not to look there."""
    place = item.grant.resource
    scopes = list(_scopes(crawl, place))
    if not scopes and crawl.selection:
        return None
    # Derive ends a grant only where its document or its whole scope was read.
    is_ended_by_this = Grant.objects.filter(
        ended_crawl=crawl, fingerprint=item.fingerprint
    ).exists()
    hindrance = None if is_ended_by_this else _hindrance(crawl, scopes, place)
    if hindrance:
        return Sight(Removal.CANNOT_BE_SEEN, [hindrance])
    before = _last_seen(item)
    there, found_it = Removal.STILL_THERE, saw("still")
    if before in GONE:
        there, found_it = Removal.CAME_BACK, saw("again")
    if held_at(crawl).filter(fingerprint=item.fingerprint).exists():
        return Sight(there, [found_it])
    found = remaining(item, held_at(crawl))
    if found.same:
        around = [found_it, saw("around"), *_blocked(found.same)]
        return Sight(there, around, found.count, fingerprints(found.same))
    if _stands(item.grant.snapshot, crawl):
        return Sight(Removal.STILL_THERE, [saw("still"), saw("unchanged")])
    return _gone(item, crawl, found, before)


def _gone(item: ReviewItem, crawl: Crawl, found: Remaining, before: str) -> Sight:
    """Return that the grant is gone, and whether the access is gone with it."""
    ways = fingerprints(found.ways)
    if before == Removal.REMOVED and found.is_whole:
        reworded = saw("reworded", **named(found.ways))
        return Sight(Removal.CAME_BACK, [reworded], found.count, ways)
    seen = [saw("gone")]
    if before != Removal.REMOVED and ways:
        seen.append(saw("other-way", **named(found.ways)))
        return Sight(Removal.OTHER_WAY, seen, found.count, ways)
    if found.kept:
        seen.append(saw("kept", **named(found.kept)))
    elif found.count:
        seen.append(saw("apart", count=found.count))
    ways = fingerprints(found.kept)
    if before == Removal.REMOVED or _was_gone_before(item, crawl):
        return Sight(Removal.REMOVED, seen, found.count, ways)
    seen.append(saw("once"))
    return Sight(Removal.GONE_ONCE, seen, found.count, ways)


def _blocked(same: Sequence[Grant]) -> Iterator[Saw]:
    """Yield what keeps it from working meanwhile: a block is no removal."""
    names = {
        f"{by.control} {by.name}".strip() for row in same for by in row.value.blocked_by
    }
    if names:
        yield saw("blocked", names=sorted(names))


def _stands(snapshot: Snapshot, crawl: Crawl) -> bool:
    """Say whether the very text that makes the grant was in force then.

    A grant may end without a change in AWS: by an SCP, another zone, a newer engine.
    """
    return snapshot.ended_at is None or snapshot.ended_at > crawl.started_at


def _last_seen(item: ReviewItem) -> str:
    """Return what the last look that could see said."""
    looks = item.verifications.exclude(outcome=Removal.CANNOT_BE_SEEN)
    newest = looks.order_by("pk").values_list("outcome", flat=True).last()
    return newest or ""


def _was_gone_before(item: ReviewItem, crawl: Crawl) -> bool:
    """Say whether a read that ended long enough before ``crawl`` missed it too.

    AWS answers from copies that agree only after a while, and a policy may be taken
    away and put back: one look is not enough.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
    """
    looks = item.verifications.select_related("crawl").order_by("pk")
    held = looks.filter(outcome__in=FOUND).last()
    gone = looks.filter(outcome=Removal.GONE_ONCE, pk__gt=held.pk if held else 0)
    first = gone.first()
    if first is None:
        return False
    ended_at = first.crawl.finished_at or first.crawl.started_at
    return crawl.started_at - ended_at >= APART


def _scopes(crawl: Crawl, place: Resource) -> QuerySet[Coverage]:
    # A global collector may find resources that live in regions (buckets).
    return crawl.coverage.filter(
        account_id=place.account_id,
        collector=place.collector,
        region__in=[place.region, ""],
    )


def _hindrance(crawl: Crawl, scopes: list[Coverage], place: Resource) -> Saw | None:
    """Return why absence from this place means nothing, or None."""
    if not scopes:
        return saw("unreached")
    for scope in scopes:
        if scope.outcome != Outcome.COMPLETE:
            return unread("unread", scope)
    gap = Gap.objects.filter(
        coverage__in=scopes, arn__in=[place.arn, place.name]
    ).first()
    if gap:
        return unread("unread-resource", gap)
    held = Hold.objects.filter(
        crawl=crawl, account_id=place.account_id, released_at=None
    ).first()
    if held:
        return saw("held", missing=held.missing_count, current=held.current_count)
    return None
