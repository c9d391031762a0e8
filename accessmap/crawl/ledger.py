"""Write what was read and what was not."""

from __future__ import annotations

from django.utils import timezone

from accessmap.aws.errors import Failure
from accessmap.crawl.look import Reading
from accessmap.models import Coverage, Crawl, Gap, Outcome


def write_coverage(crawl: Crawl, reading: Reading) -> Coverage:
    """Write how one scope ended, with its gaps."""
    watch, failure = reading.watch, reading.failure
    coverage = Coverage.objects.create(
        crawl=crawl,
        account_id=reading.where.account_id,
        region=reading.where.region,
        collector=reading.collector,
        service=reading.service,
        **_why(failure),
        call_count=watch.call_count,
        page_count=watch.page_count,
        item_count=len(reading.sightings) + len(reading.opinions),
        gap_count=len(reading.gaps),
        first_request_id=watch.first_request_id[:100],
        last_request_id=watch.last_request_id[:100],
        started_at=reading.started_at,
        finished_at=timezone.now(),
    )
    Gap.objects.bulk_create(
        [
            Gap(coverage=coverage, arn=arn, **_why(each))
            for arn, each in reading.gaps.items()
        ],
        batch_size=500,
    )
    return coverage


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
