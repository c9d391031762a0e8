"""Whether a resource, had it been there at a moment, would have been seen.

What was not read is unknown. So no comparison of two dates may call gone, or new, what
stood in a place that was not read to the end at one of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set as AbstractSet
from datetime import datetime

from django.db.models import Q

from accessmap.aws.collector import all_collectors
from accessmap.models import Gap, Outcome
from accessmap.models.newest import Newest

Spot = tuple[str, str, str]  # account, collector, region
EVERYWHERE = ""  # the account of what is read in one account for all of them


def where_unsure(at: datetime) -> Q:
    """Return the grants that a Sight of ``at`` may not see: the rest needs no look."""
    newest = Newest(at).rows.order_by()
    unread = newest.exclude(outcome=Outcome.COMPLETE, gap_count=0)
    unsure = ~Q(resource__account_id__in=newest.values("account_id").distinct())
    unsure |= Q(resource__account_id__in=unread.values("account_id").distinct())
    return unsure | Q(resource__collector__in=wide())


def wide() -> frozenset[str]:
    """Return the collectors that read in one account for all of them."""
    every = all_collectors().values()
    return frozenset(each.name for each in every if each.is_organization_wide)


class Sight:
    """What had been read of some accounts by ``at``, by the newest word about each."""

    def __init__(self, at: datetime | None, account_ids: AbstractSet[str]) -> None:
        """Read the coverage of these accounts, once; without ``at``, as it is now."""
        self._wide = wide()
        rows = Newest(at).rows.filter(
            Q(account_id__in=account_ids) | Q(collector__in=self._wide)
        )
        self._read: dict[Spot, bool] = defaultdict(lambda: True)
        found = rows.order_by().values_list(
            "account_id", "collector", "region", "outcome"
        )
        for account_id, collector, region, outcome in found.distinct():
            spot = self._spot(account_id, collector, region)
            self._read[spot] = self._read[spot] and outcome == Outcome.COMPLETE
        gaps = Gap.objects.filter(coverage__in=rows.filter(gap_count__gt=0))
        self._gaps = frozenset(gaps.values_list("arn", flat=True))

    def tells_of(self, account_id: str, collector: str, region: str) -> bool:
        """Say whether the place where such a resource lives was read to the end."""
        # A global collector may find resources that live in regions (buckets).
        spots = {self._spot(account_id, collector, each) for each in (region, "")}
        read = [self._read[spot] for spot in spots if spot in self._read]
        return bool(read) and all(read)

    def misses(self, arn: str, name: str) -> bool:
        """Say whether this very resource was seen and could not be read."""
        return bool(self._gaps & {arn, name})

    def _spot(self, account_id: str, collector: str, region: str) -> Spot:
        is_wide = collector in self._wide
        return (EVERYWHERE if is_wide else account_id, collector, region)
