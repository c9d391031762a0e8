"""How many grants let somebody in, and how many only would: a count is never of both.

What is blocked lets nobody in, what has ended no longer does, and of what could not be
read since nobody knows. A sentence that adds them up calls open what is closed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, Count, ExpressionWrapper, Q

from accessmap.graph.out_of_sight import out_of_sight
from accessmap.models.grant import GrantQuerySet
from accessmap.verdicts import RANK

Verdicts = list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Tally:
    """Grants by what they do: ``open`` ones let somebody in; each is counted once."""

    open: int
    blocked: int
    ended: int
    held_by_verdict: Verdicts  # of what has not ended; worst first
    by_verdict: Verdicts
    shut_by_verdict: dict[str, int]  # of these, what is blocked or has ended
    # Of the open and the blocked, how many were so when last seen: unknown now.
    open_unseen: int = 0
    blocked_unseen: int = 0

    @property
    def count(self) -> int:
        """Return how many grants there are in all."""
        return self.held + self.ended

    @property
    def chips(self) -> list[tuple[str, int, int]]:
        """Return each verdict with how many there are, and how many let nobody in.

        What is unknown now is not said to be closed.
        """
        shut = self.shut_by_verdict
        return [(slug, n, shut.get(slug, 0)) for slug, n in self.by_verdict]

    @property
    def held(self) -> int:
        """Return how many stand, whether or not something blocks them."""
        return self.open + self.blocked


def tally(grants: GrantQuerySet, at: datetime | None = None) -> Tally:
    """Count ``grants`` as they are now, or were ``at`` a moment, by one query.

    And by one or two more, where some are only known as they were last seen.
    """
    gone = Q(ended_at__isnull=False)
    if at is not None:
        gone &= Q(ended_at__lte=at)
    rows = (
        grants.order_by()
        .annotate(is_gone=ExpressionWrapper(gone, output_field=BooleanField()))
        .values_list("verdict", "is_blocked", "is_gone")
        .annotate(Count("pk"))
    )
    kinds: Counter[str] = Counter()
    held: Counter[str] = Counter()
    found: Counter[str] = Counter()
    shut: Counter[str] = Counter()
    for verdict, is_blocked, is_gone, count in rows:
        kinds["ended" if is_gone else "blocked" if is_blocked else "open"] += count
        found[verdict] += count
        if is_gone or is_blocked:
            shut[verdict] += count
        if not is_gone:
            held[verdict] += count
    unseen = out_of_sight(at).among(grants)
    for (verdict, is_blocked), count in unseen.items():
        kinds["blocked unseen" if is_blocked else "open unseen"] += count
        if is_blocked:
            shut[verdict] -= count
    return Tally(
        open=kinds["open"],
        blocked=kinds["blocked"],
        ended=kinds["ended"],
        held_by_verdict=_worst_first(held),
        by_verdict=_worst_first(found),
        shut_by_verdict=dict(shut),
        open_unseen=kinds["open unseen"],
        blocked_unseen=kinds["blocked unseen"],
    )


def _worst_first(counts: Counter[str]) -> Verdicts:
    return sorted(counts.items(), key=lambda each: RANK[each[0]])
