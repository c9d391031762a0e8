"""Write what was read and what was not: a row for every type of resource."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from django.utils import timezone

from accessmap import mass
from accessmap.aws.collector import all_collectors
from accessmap.aws.errors import Failure
from accessmap.crawl.look import Reading
from accessmap.models import Coverage, Crawl, Gap, Outcome


def write_coverage(crawl: Crawl, reading: Reading) -> list[Coverage]:
    """Write how one scope ended, with its gaps; return the rows, the scope's first."""
    return write_coverages(crawl, [reading])


def write_coverages(crawl: Crawl, readings: Sequence[Reading]) -> list[Coverage]:
    """Write how scopes ended, all at once."""
    by_scope = [_rows(crawl, each) for each in readings]
    rows = [row for each in by_scope for row in each]
    mass.insert(rows)
    mass.insert(
        [
            gap
            for reading, own in zip(readings, by_scope, strict=True)
            for gap in _gaps(reading, own)
        ]
    )
    return rows


def _rows(crawl: Crawl, reading: Reading) -> list[Coverage]:
    seen = _seen(reading)
    missed = Counter(each.resource_type for each in reading.gaps.values())
    now = timezone.now()
    rows = [
        Coverage(
            crawl=crawl,
            account_id=reading.where.account_id,
            region=reading.where.region,
            collector=reading.collector,
            service=reading.service,
            resource_type=kind,
            **_why(reading.failure),
            item_count=seen[kind],
            gap_count=missed[kind],
            first_request_id=reading.watch.first_request_id[:100],
            last_request_id=reading.watch.last_request_id[:100],
            started_at=reading.started_at,
            finished_at=now,
        )
        for kind in _kinds(reading, seen, missed)
    ]
    rows[0].call_count = reading.watch.call_count
    rows[0].page_count = reading.watch.page_count
    return rows


def _gaps(reading: Reading, rows: list[Coverage]) -> Iterator[Gap]:
    """Yield what could not be read in a scope, whose rows are written."""
    by_kind = {row.resource_type: row for row in rows}
    for arn, each in reading.gaps.items():
        yield Gap(coverage=by_kind[each.resource_type], arn=arn, **_why(each.failure))


def _seen(reading: Reading) -> Counter[str]:
    """Count what was seen by its type; findings are their analyzer's."""
    own = _declared(reading)[0]
    seen = Counter(each.resource_type or own for each in reading.sightings.values())
    seen[own] += len(reading.opinions)
    return seen


def _declared(reading: Reading) -> tuple[str, ...]:
    """Return the types that the collector declares; the organization has none."""
    collector = all_collectors().get(reading.collector)
    return collector.resource_types if collector else ("",)


def _kinds(reading: Reading, *counts: Counter[str]) -> list[str]:
    """Return every type that a row is owed to, the collector's own first."""
    found = dict.fromkeys(_declared(reading))
    for each in counts:
        found |= dict.fromkeys(sorted(+each))
    return list(found)


def _why(failure: Failure | None) -> dict[str, str]:
    """Return the columns that say how reading ended."""
    if failure is None:
        return {"outcome": Outcome.COMPLETE}
    return {
        "outcome": failure.outcome,
        "denied_by": failure.denied_by,
        "code": failure.code[:100],
        "operation": failure.operation[:100],
        "reason": failure.reason,
    }
