"""One account as others see it: its grants in and out, and what was read of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from accessmap.graph.last_seen import LastSeen, last_seen_among
from accessmap.graph.narrow import worst_first
from accessmap.graph.tally import Tally, Verdicts, tally
from accessmap.models import Grant, Resource
from accessmap.models.grant import GrantQuerySet
from accessmap.verdicts import RANK


@dataclass(frozen=True, slots=True)
class Way:
    """The grants into an account, or out of it: the worst of them, and how many."""

    worst: list[Grant]
    tally: Tally
    last_seen: Mapping[int, LastSeen]  # of the worst, what is only known as it was

    @property
    def count(self) -> int:
        """Return how many there are, of which ``worst`` are the first."""
        return self.tally.count


def inward(
    grants: GrantQuerySet, account_id: str, most: int, at: datetime | None = None
) -> Way:
    """Return those of ``grants`` that let somebody into the account."""
    return _way(grants.filter(resource__account_id=account_id), most, at)


def outward(
    grants: GrantQuerySet, account_id: str, most: int, at: datetime | None = None
) -> Way:
    """Return those of ``grants`` by which the account is let in elsewhere."""
    elsewhere = grants.filter(principal_account=account_id)
    return _way(elsewhere.exclude(resource__account_id=account_id), most, at)


def _way(grants: GrantQuerySet, most: int, at: datetime | None) -> Way:
    worst = list(worst_first(grants)[:most])
    return Way(worst, tally(grants, at), last_seen_among(worst, at))


def verdicts_by_account(grants: GrantQuerySet) -> dict[str, Verdicts]:
    """Count grants by the account that they let into, and verdict, worst first."""
    rows = grants.order_by().values_list("resource__account_id", "verdict")
    found: dict[str, Verdicts] = defaultdict(list)
    for account_id, verdict, count in sorted(
        rows.annotate(Count("pk")), key=lambda row: RANK[row[1]]
    ):
        found[account_id].append((verdict, count))
    return found


def resources(
    account_id: str, at: datetime | None = None
) -> list[tuple[str, int, int]]:
    """Count the account's resources by type, and their grants across accounts.

    Those that are there now; with ``at``, those that were there then.
    """
    across = Q(_stood(at, "grants__"), grants__is_cross_account=True)
    return list(
        Resource.objects.filter(_stood(at), account_id=account_id)
        .order_by("resource_type")
        .values_list("resource_type")
        .annotate(
            there=Count("pk", distinct=True),
            letting_in=Count("grants", filter=across, distinct=True),
        )
    )


def standing(account_id: str, at: datetime | None = None) -> QuerySet[Resource]:
    """Return the rows that ``resources`` counts, each with its ``letting_in``."""
    across = Q(_stood(at, "grants__"), grants__is_cross_account=True)
    return (
        Resource.objects.filter(_stood(at), account_id=account_id)
        .annotate(letting_in=Count("grants", filter=across, distinct=True))
        .order_by("resource_type", "name", "arn")
    )


def _stood(at: datetime | None, of: str = "") -> Q:
    if at is None:
        return Q((f"{of}ended_at", None))
    ends_later = Q((f"{of}ended_at", None)) | Q((f"{of}ended_at__gt", at))
    return ends_later & Q((f"{of}first_seen_at__lte", at))
