"""How much of the organization we know: the newest word about every scope.

The newest full crawl counts, and every crawl of a part of it since.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from accessmap.models import Account, Coverage, Crawl
from accessmap.models.account import AccountQuerySet
from accessmap.models.coverage import CoverageQuerySet

SCOPE = ("account_id", "region", "collector", "resource_type")
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


def knowledge(
    coverage: CoverageQuerySet | None = None, at: datetime | None = None
) -> Knowledge:
    """Return how complete our knowledge is now; ``coverage`` if it is at hand.

    With ``at``, of those who were members then, and with the coverage of then.
    """
    newest = newest_coverage() if coverage is None else coverage
    missed = frozenset(unread_accounts(newest, at).values_list("pk", flat=True))
    accounts = tuple(Account.objects.present(at).select_related("unit"))
    return Knowledge(accounts, tuple(each for each in accounts if each.pk in missed))


def unread_accounts(
    coverage: CoverageQuerySet, at: datetime | None = None
) -> AccountQuerySet:
    """Return the members of which ``coverage`` does not say that all was read."""
    here = coverage.filter(account_id=OuterRef("account_id"))
    return Account.objects.present(at).exclude(
        Exists(here) & ~Exists(here.incomplete())
    )


def newest_coverage(at: datetime | None = None) -> CoverageQuerySet:
    """Return the newest word about every scope, as a query: there may be millions.

    With ``at``, what was the newest then: a crawl speaks of the time when it began.
    """
    crawls = _relevant(at)
    rows = Coverage.objects.filter(crawl__in=crawls)
    if len(crawls) > 1:
        newer = Coverage.objects.filter(
            crawl__in=crawls,
            crawl__started_at__gt=OuterRef("crawl__started_at"),
            **{name: OuterRef(name) for name in SCOPE},
        )
        rows = rows.exclude(Exists(newer))
    return rows


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
    return _covered().filter(_by(at)).first()


def _relevant(at: datetime | None) -> list[int]:
    """Return the newest crawl of everything that has ended, and all since."""
    whole = _covered().filter(_by(at), selection={}).first()
    since = Q(started_at__gte=whole.started_at) if whole else Q()
    return list(Crawl.objects.filter(_by(at), since).values_list("pk", flat=True))


def _by(at: datetime | None) -> Q:
    return Q(started_at__lte=at) if at else Q()


def _covered() -> QuerySet[Crawl]:
    covered = Coverage.objects.filter(crawl=OuterRef("pk"))
    return Crawl.objects.finished().filter(Exists(covered))
