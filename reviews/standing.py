"""What a campaign stands on: how completely its crawl read the organization."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q

from accessmap.models import Account, Coverage, Crawl, Outcome

UNREAD = ~Q(outcome=Outcome.COMPLETE, gap_count=0) & ~Q(outcome=Outcome.REGION_OFF)


@dataclass(frozen=True, slots=True)
class Place:
    """One account, and how much of it was read."""

    account_id: str
    name: str
    scope_count: int
    unread_count: int

    @property
    def is_complete(self) -> bool:
        """Say whether every scope of it was read."""
        return self.scope_count > 0 and self.unread_count == 0

    @property
    def is_unread(self) -> bool:
        """Say whether nothing of it was read."""
        return self.scope_count == self.unread_count


@dataclass(frozen=True)
class Standing:
    """The coverage of one crawl, account by account."""

    crawl: Crawl

    @cached_property
    def places(self) -> list[Place]:
        """Every member account; one that the crawl never looked at is unread."""
        return standings([self.crawl])[self.crawl.pk]

    @property
    def complete_count(self) -> int:
        """How many accounts were read completely."""
        return sum(place.is_complete for place in self.places)

    @property
    def incomplete(self) -> list[Place]:
        """The accounts of which something is unknown."""
        return [place for place in self.places if not place.is_complete]

    @property
    def is_complete(self) -> bool:
        """Say whether absence means something everywhere."""
        return bool(self.places) and not self.incomplete

    def not_covered(self) -> list[Coverage]:
        """Return every scope that was not read to the end, with its gaps at hand."""
        unread = self.crawl.coverage.filter(UNREAD)
        return list(unread.prefetch_related("gaps").order_by("pk"))


def standings(crawls: Iterable[Crawl]) -> Mapping[int, list[Place]]:
    """Return the places of each crawl, with as many queries for many as for one."""
    known = {each.pk: each for each in crawls}
    rows = Coverage.objects.filter(crawl__in=known).values("crawl_id", "account_id")
    counts: dict[int, dict[str, tuple[int, int]]] = {pk: {} for pk in known}
    for row in rows.annotate(
        scopes=Count("pk"), unread=Count("pk", filter=UNREAD)
    ).order_by():
        counted = (row["scopes"], row["unread"])
        counts[row["crawl_id"]][row["account_id"]] = counted
    accounts = list(Account.objects.all())
    return {pk: _places(crawl, accounts, counts[pk]) for pk, crawl in known.items()}


def _places(
    crawl: Crawl, accounts: Iterable[Account], counts: Mapping[str, tuple[int, int]]
) -> list[Place]:
    end = crawl.finished_at or crawl.started_at
    names = {
        each.account_id: each.name
        for each in accounts
        if each.first_seen_at <= end
        and not (each.left_at and each.left_at <= crawl.started_at)
    }
    return [
        Place(each, names.get(each, ""), *counts.get(each, (0, 0)))
        for each in sorted({*names, *counts})
    ]
