"""The newest word about every scope: the one source of what is known, and what is not.

The newest crawl of everything counts, and every crawl of a part since. A crawl that
still runs says nothing yet: what it read counts when it has ended. Whoever asks what is
known asks here, so that no two pages, and no rule, say differently of one account.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable

from accessmap.models.account import Account, AccountQuerySet
from accessmap.models.coverage import INCOMPLETE, READ, Coverage, CoverageQuerySet
from accessmap.models.crawl import Crawl

# A selection with one of these leaves something of its accounts unasked …
NARROW = frozenset({"services", "regions", "files"})
# … and with one of these, of what each collector would find there.
IN_PLACE = frozenset({"regions", "files"})


class Newest:
    """What is known now; with ``at``, then: a crawl speaks of the time when it began.

    ``by`` is the crawl that asks, which counts as ended: its scopes are done.
    """

    def __init__(self, at: datetime | None = None, *, by: Crawl | None = None) -> None:
        """Remember whose word counts; nothing is read yet."""
        self._at = by.started_at if by else at
        self._by = by

    @cached_property
    def rows(self) -> CoverageQuerySet:
        """The newest rows of every scope, as a query: there may be millions.

        A scope is written at once, all its types. A crawl that asked everywhere leaves
        nothing of an older one: neither a region that is gone, nor the row that says
        that the account's regions could not even be listed.
        """
        rows = Coverage.objects.filter(crawl__in=self._crawls)
        if len(self._crawls) < 2:  # noqa: PLR2004 (nothing is newer than one)
            return rows
        newer = Coverage.objects.filter(
            Q(region=OuterRef("region")) | Q(crawl__in=self._without(IN_PLACE)),
            crawl__in=self._crawls,
            crawl__started_at__gt=OuterRef("crawl__started_at"),
            account_id=OuterRef("account_id"),
            collector=OuterRef("collector"),
        )
        return rows.exclude(Exists(newer))

    def members(self) -> AccountQuerySet:
        """Return who is a member at that moment."""
        return Account.objects.present(self._at)

    def unread(self) -> AccountQuerySet:
        """Return the members of which something is unknown, in part or whole."""
        return self.members().exclude(self.is_whole)

    @property
    def is_read(self) -> Combinable:
        """Whether something of a member was read, as an expression.

        What of the organization is read from an account tells nothing of the account.
        """
        return Exists(self._here(self.rows).of_accounts().filter(READ))

    @property
    def is_whole(self) -> Combinable:
        """Whether a member was asked for everything and answered, as an expression."""
        asked = Coverage.objects.filter(crawl__in=self._without(NARROW)).of_accounts()
        missed = self._here(self.rows.incomplete())
        return self.is_read & Exists(self._here(asked)) & ~Exists(missed)

    @staticmethod
    def _here(rows: CoverageQuerySet) -> CoverageQuerySet:
        return rows.filter(account_id=OuterRef("account_id"))

    def read_whole(self, collector: str, *account_ids: str) -> frozenset[str]:
        """Return the accounts in which absence of what a collector finds is believed.

        Every place was asked, and each newest answer is complete; of some accounts
        alone where they are named.
        """
        of: dict[str, Any] = {"collector": collector}
        if account_ids:
            of["account_id__in"] = account_ids
        # What has no region was asked wholly by whoever asked at all.
        everywhere = Q(crawl__in=self._without(IN_PLACE)) | Q(READ, region="")
        asked = Coverage.objects.filter(everywhere, crawl__in=self._crawls, **of)
        counted = (
            self.rows.filter(Exists(self._here(asked)), **of)
            .order_by()
            .values_list("account_id")
            .annotate(
                read=Count("pk", filter=READ), missed=Count("pk", filter=INCOMPLETE)
            )
        )
        return frozenset(
            account for account, read, missed in counted if read and not missed
        )

    @property
    def _crawls(self) -> Collection[int]:
        return self._selections.keys()

    def _without(self, words: frozenset[str]) -> list[int]:
        found = self._selections.items()
        return [pk for pk, selection in found if not words & selection.keys()]

    @cached_property
    def _selections(self) -> dict[int, dict[str, Any]]:
        """The newest crawl of everything, and all since, each with its selection.

        One that could not list the accounts speaks of none, and replaces nothing.
        """
        ended = self._ended
        covered = Coverage.objects.of_accounts().filter(crawl=OuterRef("pk"))
        whole = ended.filter(Exists(covered), selection={}).first()
        if whole is not None:
            ended = ended.filter(started_at__gte=whole.started_at)
        return dict(ended.values_list("pk", "selection"))

    @property
    def _ended(self) -> QuerySet[Crawl]:
        done = Q(finished_at__isnull=False)
        if self._by is not None:
            done |= Q(pk=self._by.pk)
        by = Q(started_at__lte=self._at) if self._at else Q()
        return Crawl.objects.filter(done, by)
