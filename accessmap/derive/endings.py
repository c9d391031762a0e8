"""Which grants that a crawl no longer found have really ended.

Losing permission must never look like losing access: a grant ends only if the place
it lived in was read completely, and it was not there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from accessmap.aws.collector import all_collectors
from accessmap.models import Coverage, Crawl, Gap, Grant, Hold, Outcome, Resource

# More than this at once is held for a person to look at, not believed.
HELD_FROM = 20
HELD_SHARE = 0.10

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


def is_held(
    crawl: Crawl, account_id: str, *, ending: Collection[Grant], current_count: int
) -> bool:
    """Pull the brake where too much would end at once, unless somebody released it."""
    if len(ending) <= max(HELD_FROM, current_count * HELD_SHARE):
        return False
    hold, _made = Hold.objects.get_or_create(
        crawl=crawl,
        account_id=account_id,
        defaults={"missing_count": len(ending), "current_count": current_count},
    )
    return hold.released_at is None
