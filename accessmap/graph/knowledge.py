"""How much of the organization we know, and which of its accounts not wholly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from accessmap.models import Account, Coverage, Crawl
from accessmap.models.coverage import CoverageQuerySet
from accessmap.models.newest import Newest

ByAccount = Mapping[str, Sequence[Coverage]]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Our accounts, and those of them about which something is unknown."""

    accounts: tuple[Account, ...]
    unread: tuple[Account, ...]  # in part or whole

    @property
    def complete_count(self) -> int:
        """Return how many accounts were read to the end."""
        return len(self.accounts) - len(self.unread)

    @property
    def unread_ids(self) -> frozenset[str]:
        """Return the ids of the accounts with something unknown."""
        return frozenset(account.account_id for account in self.unread)


def knowledge(newest: Newest | None = None) -> Knowledge:
    """Return how complete our knowledge is: now, or at the moment of ``newest``."""
    newest = newest or Newest()
    missed = frozenset(newest.unread().values_list("pk", flat=True))
    accounts = tuple(newest.members().select_related("unit"))
    return Knowledge(accounts, tuple(each for each in accounts if each.pk in missed))


def coverage_by_account(
    account_ids: Collection[str], coverage: CoverageQuerySet
) -> dict[str, list[Coverage]]:
    """Return the rows of ``coverage`` about some accounts, by account id."""
    rows = coverage.filter(account_id__in=account_ids)
    found: dict[str, list[Coverage]] = defaultdict(list)
    for row in rows.order_by("account_id", "collector", "region", "resource_type"):
        found[row.account_id].append(row)
    return found


def newest_crawl(at: datetime | None = None) -> Crawl | None:
    """Return the crawl that has ended last and read something; of those by ``at``."""
    by = Q(started_at__lte=at) if at else Q()
    return _that_read().filter(by).first()


def running_crawl(at: datetime | None = None) -> Crawl | None:
    """Return the newest crawl that has not ended; of those that began by ``at``."""
    by = Q(started_at__lte=at) if at else Q()
    return Crawl.objects.running().filter(by).first()


def oldest_crawl() -> Crawl | None:
    """Return the first of the crawls that have ended and read something."""
    return _that_read().order_by("started_at").first()


def _that_read() -> QuerySet[Crawl]:
    covered = Coverage.objects.filter(crawl=OuterRef("pk"))
    return Crawl.objects.finished().filter(Exists(covered))
