"""What one crawl saw of the place where a revoked grant lives.

A removal is believed only from two complete readings of that place, 15 minutes or more
apart, that began after the promise. Access denied, a scope that failed, a held mass
disappearance, or an Access Analyzer finding that says RESOLVED prove nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet

from accessmap.models import Coverage, Crawl, Gap, Grant, Hold, Outcome, Resource
from accessmap.models.grant import GrantQuerySet
from reviews.lifecycle import Removal
from reviews.models import ReviewItem

APART = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Sight:
    """The outcome of one look, with the reason as a sentence."""

    outcome: Removal
    reason: str
    other_ways: int = 0


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
    held = held_at(crawl).filter(fingerprint=item.fingerprint).exists()
    # Derive ends a grant only where its document or its whole scope was read.
    is_ended_by_this = Grant.objects.filter(
        ended_crawl=crawl, fingerprint=item.fingerprint
    ).exists()
    hindrance = "" if is_ended_by_this else _hindrance(crawl, scopes, place)
    if hindrance:
        return Sight(Removal.CANNOT_BE_SEEN, hindrance)
    if held and item.removal in {Removal.REMOVED, Removal.GONE_ONCE}:
        return Sight(Removal.CAME_BACK, f"{crawl} found it again.")
    if held:
        return Sight(Removal.STILL_THERE, f"{crawl} still found it.")
    return _gone(item, crawl)


def _gone(item: ReviewItem, crawl: Crawl) -> Sight:
    """Return that it is removed, and what else the same principal keeps there."""
    same_ends = held_at(crawl).filter(
        resource_id=item.grant.resource_id,
        principal_kind=item.grant.principal_kind,
        principal=item.grant.principal,
    )
    others = same_ends.exclude(fingerprint=item.fingerprint).count()
    reason = f"{crawl} read this place completely and did not find it."
    if others:
        reason += f" Another way remains: {others} for the same principal."
    if item.removal == Removal.REMOVED or _was_gone_before(item, crawl):
        return Sight(Removal.REMOVED, reason, others)
    reason += " A second complete read, 15 minutes or more later, is to agree."
    return Sight(Removal.GONE_ONCE, reason, others)


def _was_gone_before(item: ReviewItem, crawl: Crawl) -> bool:
    """Say whether a read that ended long enough before ``crawl`` missed it too.

    AWS answers from copies that agree only after a while, and a policy may be taken
    away and put back: one look is not enough.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
    """
    looks = item.verifications.select_related("crawl").order_by("pk")
    held = looks.filter(outcome__in=[Removal.STILL_THERE, Removal.CAME_BACK]).last()
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


def _hindrance(crawl: Crawl, scopes: list[Coverage], place: Resource) -> str:
    """Return why absence from this place means nothing, or an empty text."""
    if not scopes:
        return f"{crawl} did not reach this place."
    for scope in scopes:
        if scope.outcome != Outcome.COMPLETE:
            return scope.reason or f"This place was not read: {scope.outcome}."
    gap = Gap.objects.filter(
        coverage__in=scopes, arn__in=[place.arn, place.name]
    ).first()
    if gap:
        return gap.reason or f"This resource was not read: {gap.outcome}."
    held = Hold.objects.filter(
        crawl=crawl, account_id=place.account_id, released_at=None
    ).first()
    if held:
        return (
            f"{held.missing_count} of {held.current_count} grants of this account "
            "vanished at once; that is held until somebody looks."
        )
    return ""
