"""The figures behind an auditor's six questions, of many reviews at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone

from reviews.lifecycle import (
    PENDING,
    PROMISED,
    ItemState,
    Removal,
    Risk,
    Rule,
    Verdict,
)
from reviews.models import Campaign, ConflictOverride, Decision, ReviewItem
from reviews.standing import Place, standings

RISKY = Q(verdict=Verdict.REVOKE) | Q(item__risk=Risk.HIGH)
COUNTED = Q(superseded_by=None) & RISKY


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted of one review."""

    campaign: Campaign
    places: Sequence[Place]  # that its crawl was to read
    written: int = 0
    undecided: int = 0
    ended: int = 0
    by_hand: int = 0
    fallback: int = 0
    known: int = 0  # of how many it is known who last wrote the policy
    promised: int = 0
    waiting: int = 0
    allowed: int = 0
    risky: int = 0
    silent: int = 0
    last_at: datetime | None = None


def tallies(campaigns: Sequence[Campaign]) -> Iterator[Tally]:
    """Yield the figures of each, with as many queries for twenty as for one."""
    read = standings(each.crawl for each in campaigns)
    items, allowed, made = (of(campaigns) for of in (_items, _allowed, _made))
    for each in campaigns:
        told = {**items.get(each.pk, {}), **allowed.get(each.pk, {})}
        told |= made.get(each.pk, {})
        yield Tally(campaign=each, places=read[each.crawl_id], **told)


def _items(campaigns: Sequence[Campaign]) -> Mapping[int, dict[str, Any]]:
    promised = Q(state__in=PROMISED)
    covered = Q(excepted_until__gte=timezone.localdate())
    rows = ReviewItem.objects.filter(campaign__in=campaigns).order_by()
    counted = rows.values("campaign").annotate(
        written=Count("pk"),
        undecided=Count("pk", filter=Q(state__in=[*PENDING, ItemState.UNDECIDED])),
        ended=Count("pk", filter=Q(state=ItemState.ENDED)),
        by_hand=Count("pk", filter=Q(resolved_by=Rule.REASSIGNED)),
        fallback=Count("pk", filter=Q(resolved_by=Rule.FALLBACK)),
        known=Count("pk", filter=Q(is_author_known=True)),
        promised=Count("pk", filter=promised),
        gone=Count("pk", filter=promised & Q(removal=Removal.REMOVED)),
        excepted=Count("pk", filter=promised & covered & ~Q(removal=Removal.REMOVED)),
    )
    found = {}
    for row in counted:
        gone, excepted = row.pop("gone"), row.pop("excepted")
        row["waiting"] = row["promised"] - gone - excepted
        found[row.pop("campaign")] = row
    return found


def _allowed(campaigns: Sequence[Campaign]) -> Mapping[int, dict[str, Any]]:
    rows = ConflictOverride.objects.filter(item__campaign__in=campaigns).order_by()
    counted = rows.values("item__campaign").annotate(allowed=Count("pk"))
    return {row.pop("item__campaign"): row for row in counted}


def _made(campaigns: Sequence[Campaign]) -> Mapping[int, dict[str, Any]]:
    rows = Decision.objects.filter(item__campaign__in=campaigns).order_by()
    counted = rows.values("item__campaign").annotate(
        last_at=Max("decided_at"),
        risky=Count("pk", filter=COUNTED),
        silent=Count("pk", filter=COUNTED & Q(reason="")),
    )
    return {row.pop("item__campaign"): row for row in counted}
