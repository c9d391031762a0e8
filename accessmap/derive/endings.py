"""Which grants that a crawl no longer found have really ended.

Losing permission must never look like losing access: a grant ends only if the place
it lived in was read completely, and it was not there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, Sum

from accessmap.aws.collector import all_collectors
from accessmap.models import (
    Coverage,
    Crawl,
    Derivation,
    Gap,
    Grant,
    Hold,
    Outcome,
    Resource,
    Snapshot,
)
from accessmap.vanishing import is_great, leaves_nothing

Place = tuple[int, str]  # a resource's key and a policy kind


@dataclass(frozen=True, slots=True)
class Places:
    """The documents of one account, by whether they could be read and understood."""

    in_force: frozenset[Place] = frozenset()
    unreadable: frozenset[Place] = frozenset()


@dataclass(slots=True)
class Completeness:
    """Where ``crawl`` read so completely that absence means something."""

    crawl: Crawl
    account_id: str
    _scopes: dict[tuple[str, str], bool] = field(default_factory=dict)
    _gaps: frozenset[str] | None = None

    def _read(self) -> frozenset[str]:
        """Read the coverage of the account once, when it is first asked about."""
        # Identity Center is read in one account for all of them.
        wide = [e.name for e in all_collectors().values() if e.is_organization_wide]
        rows = Coverage.objects.filter(
            Q(account_id=self.account_id) | Q(collector__in=wide), crawl=self.crawl
        )
        # Gaps on other resources of the scope do not matter: it was listed to the end.
        unread = {
            (row.collector, row.region)
            for row in rows
            if row.outcome != Outcome.COMPLETE
        }
        self._scopes = {
            place: place not in unread
            for place in {(row.collector, row.region) for row in rows}
        }
        gaps = Gap.objects.filter(coverage__in=rows)
        return frozenset(gaps.values_list("arn", flat=True))

    def believes_absence_of(self, resource: Resource) -> bool:
        """Say whether ``resource``, had it been there, would have been seen."""
        if self._gaps is None:
            self._gaps = self._read()
        if self._gaps & {resource.arn, resource.name}:
            return False
        # A global collector may find resources that live in regions (buckets).
        regions = {resource.region, ""}
        read = [
            self._scopes[resource.collector, region]
            for region in regions
            if (resource.collector, region) in self._scopes
        ]
        return bool(read) and all(read)


def believable(
    missing: Iterable[Grant], *, places: Places, completeness: Completeness
) -> list[Grant]:
    """Return those of ``missing`` that have really ended.

    Either its document was read and no longer says it, or the document is gone and the
    scope was read completely. A document that is no policy is unknown, not empty.
    """
    ended = []
    for grant in missing:
        place = (grant.resource_id, grant.policy_kind)
        if place in places.unreadable:
            continue
        if place in places.in_force or completeness.believes_absence_of(grant.resource):
            ended.append(grant)
    return ended


@dataclass(frozen=True, slots=True)
class Loss:
    """What one derivation would end in an account, and how the account stands then."""

    ending: Collection[Grant]  # of which nothing says the same anew
    count: int  # of grants before
    new: int
    places: Places
    held_before: Mapping[str, int]  # grant → the crawl that held it first

    @property
    def left(self) -> int:
        """Return how many the account would have then."""
        return self.count - len(self.ending) + self.new

    def unconfirmed(self, crawl: Crawl) -> list[Grant]:
        """Return what was not there for the first time.

        A document that says something else now was read, and is no absence.
        """
        return [
            row
            for row in self.ending
            if (row.resource_id, row.policy_kind) not in self.places.in_force
            and self.held_before.get(str(row.pk), crawl.pk) >= crawl.pk
            and not _is_missed_twice(row.resource)
        ]


def _is_missed_twice(resource: Resource) -> bool:
    """Say whether two crawls have missed it in its list already."""
    missed_at, ended_at = resource.missed_at, resource.ended_at
    return bool(missed_at and ended_at and missed_at < ended_at)


def is_held(crawl: Crawl, account_id: str, loss: Loss) -> bool:
    """Pull the brake where too much would end at once, unless somebody released it.

    Very much waits for a person; all of several, or much in the whole organization,
    for a second crawl that says the same.
    """
    if not loss.ending or not _is_too_much(crawl, loss):
        return False
    hold, _made = Hold.objects.get_or_create(
        crawl=crawl,
        account_id=account_id,
        defaults={"missing_count": len(loss.ending), "current_count": loss.count},
    )
    return hold.released_at is None


def _is_too_much(crawl: Crawl, loss: Loss) -> bool:
    if is_great(len(loss.ending), of=loss.count):
        return True
    first_time = len(loss.unconfirmed(crawl))
    if not first_time:
        return False
    return leaves_nothing(first_time, left=loss.left) or _is_great_in_all(
        crawl, first_time
    )


def _is_great_in_all(crawl: Crawl, missing: int) -> bool:
    """Say whether it is a great part of the organization, with what has ended before.

    Accounts are derived one after the other: it is the later ones that are held.
    """
    says_more = Snapshot.objects.current().filter(
        resource=OuterRef("resource"), kind=OuterRef("snapshot__kind")
    )
    # Only what this very crawl was the first to miss.
    ended = Grant.objects.filter(
        ended_crawl=crawl, snapshot__ended_crawl=crawl, resource__missed_at=None
    )
    gone = ended.exclude(Exists(says_more)).count()
    standing = Derivation.objects.aggregate(all=Sum("grant_count"))["all"] or 0
    return is_great(gone + missing, of=gone + standing)


def still_held(
    crawl: Crawl,
    account_id: str,
    before: Mapping[str, int],
    *,
    missed: Iterable[Grant],
    stopped: Iterable[Grant],
) -> dict[str, int]:
    """Return which grants stand though they are missed, and the crawl that began it.

    One that a crawl could not look for is still missed since the crawl before.
    """
    now = dict.fromkeys((str(row.pk) for row in stopped), crawl.pk)
    still = {str(row.pk) for row in missed}
    now |= {key: since for key, since in before.items() if key in still}
    if before and not now:
        open_ones = Hold.objects.open().filter(account_id=account_id)
        open_ones.update(settled_at=crawl.started_at)
    return now
