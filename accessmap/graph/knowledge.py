"""How much of the organization we know: the newest word about every scope.

The newest full crawl counts, and every crawl of a part of it since.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from accessmap.models import Account, Coverage, Crawl, Outcome

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


def knowledge(coverage: ByAccount | None = None) -> Knowledge:
    """Return how complete our knowledge is now; ``coverage`` if it is at hand."""
    accounts = tuple(Account.objects.present().select_related("unit"))
    known = coverage_by_account() if coverage is None else coverage
    return Knowledge(
        accounts,
        tuple(each for each in accounts if not _is_read(known.get(each.account_id))),
    )


def coverage_by_account() -> dict[str, list[Coverage]]:
    """Return the newest word about every scope, by account id."""
    newest: dict[tuple[str, str, str], Coverage] = {}
    for row in Coverage.objects.filter(crawl__in=_relevant()).order_by(
        "crawl__started_at", "pk"
    ):
        newest[row.account_id, row.collector, row.region] = row
    found: dict[str, list[Coverage]] = defaultdict(list)
    for key in sorted(newest):
        found[key[0]].append(newest[key])
    return found


def newest_crawl() -> Crawl | None:
    """Return the crawl that has ended last and read something."""
    return _covered().first()


def _relevant() -> list[int]:
    """Return the newest crawl of everything that has ended, and all since."""
    whole = _covered().filter(selection={}).first()
    since = Q(started_at__gte=whole.started_at) if whole else Q()
    return list(Crawl.objects.filter(since).values_list("pk", flat=True))


def _covered() -> QuerySet[Crawl]:
    covered = Coverage.objects.filter(crawl=OuterRef("pk"))
    return Crawl.objects.finished().filter(Exists(covered))


def _is_read(rows: Sequence[Coverage] | None) -> bool:
    """Say whether all is complete; a region that is off is no loss."""
    return bool(rows) and all(
        row.is_complete or row.outcome == Outcome.REGION_OFF for row in rows or ()
    )
