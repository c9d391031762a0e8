"""Did each review happen when it was to? The last times of each schedule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from reviews.lifecycle import (
    PENDING,
    PROMISED,
    CampaignState,
    ItemState,
    Removal,
)
from reviews.models import Campaign, Occurrence, Schedule

TIMES = 4
DONE = frozenset({CampaignState.VERIFYING, CampaignState.CLOSED})
UNSETTLED = Q(items__state__in=[*PENDING, ItemState.UNDECIDED])
PROMISES = Q(items__state__in=PROMISED)
GONE = Q(items__removal=Removal.REMOVED)


@dataclass(frozen=True, slots=True)
class Time:
    """One time that a schedule came round, with the figures of its campaign."""

    occurrence: Occurrence
    campaign: Campaign | None
    undecided: int = 0
    promised: int = 0
    removed: int = 0

    @property
    def is_held(self) -> bool:
        """Say whether deciding is over, with nothing left undecided."""
        state = self.campaign.state if self.campaign else ""
        return state in DONE and not self.undecided

    @property
    def is_sealed(self) -> bool:
        """Say whether its bundle is signed for good."""
        return hasattr(self.campaign, "seal")


@dataclass(frozen=True, slots=True)
class Year:
    """The last times of one schedule, oldest first."""

    schedule: Schedule
    times: Sequence[Time]

    @property
    def held_count(self) -> int:
        """Return how many of them were held."""
        return sum(each.is_held for each in self.times)


def years() -> list[Year]:
    """Return every schedule that has come round, with its last four times."""
    schedules = Schedule.objects.filter(is_for_new=False, occurrences__isnull=False)
    return [Year(each, _times(each)) for each in schedules.distinct()]


def _times(schedule: Schedule) -> list[Time]:
    related = schedule.occurrences.select_related("campaign__seal", "caught_up_by")
    standing = related.exclude(state=Occurrence.State.DELETED)
    newest = list(standing.order_by("-due_at")[:TIMES])
    counts = _counts([each.campaign_id for each in newest if each.campaign_id])
    return [
        Time(each, each.campaign, **counts.get(each.campaign_id or 0, {}))
        for each in reversed(newest)
    ]


def _counts(campaigns: Sequence[int]) -> Mapping[int, Mapping[str, Any]]:
    counted = Campaign.objects.filter(pk__in=campaigns).values("pk").order_by()
    rows = counted.annotate(
        undecided=Count("items", filter=UNSETTLED),
        promised=Count("items", filter=PROMISES),
        removed=Count("items", filter=PROMISES & GONE),
    )
    return {each.pop("pk"): each for each in rows}
