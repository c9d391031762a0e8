"""Which counts of what was read are counts of resources that one can list.

A crawl counts what it met: findings of an analyzer, accounts of the organization, the
assignments of others too. Only where as many resources stand does a count lead to them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import Count

from accessmap.models import Coverage, Resource

Place = tuple[str, str, str]  # collector, region, resource type


def there(account_id: str) -> Counter[Place]:
    """Count what stands in an account, by where it was read."""
    rows = (
        Resource.objects.filter(account_id=account_id, ended_at=None)
        .order_by()
        .values_list("collector", "region", "resource_type")
        .annotate(Count("pk"))
    )
    return Counter({(where, region, kind): n for where, region, kind, n in rows})


def listed_collectors(
    coverage: Iterable[Coverage], found: Counter[Place]
) -> frozenset[str]:
    """Return the collectors all of whose items are resources of the account."""
    items: Counter[str] = Counter()
    for row in coverage:
        items[row.collector] += row.item_count
    standing: Counter[str] = Counter()
    for (collector, _region, _kind), count in found.items():
        standing[collector] += count
    return frozenset(each for each in items if items[each] == standing[each])


def listed_rows(coverage: Iterable[Coverage], found: Counter[Place]) -> frozenset[int]:
    """Return the keys of the rows all of whose items are resources of the account."""
    return frozenset(row.pk for row in coverage if row.item_count == _of(row, found))


def _of(row: Coverage, found: Counter[Place]) -> int:
    return sum(
        count
        for (collector, region, kind), count in found.items()
        if (collector, region) == (row.collector, row.region)
        and row.resource_type in {"", kind}
    )
