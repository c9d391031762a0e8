"""Keep who last wrote which policy, and since when that is known without a gap."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from accessmap import mass
from accessmap.aws.collector import Written
from accessmap.crawl.look import Reading
from accessmap.models import Crawl, PolicyWriting, WrittenSpan

COLLECTOR = "policy_writers"
# An event may stand in the history only so long after it happened.
# https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html
LATE = timedelta(minutes=15)


def store_writers(crawl: Crawl, reading: Reading) -> None:
    """Add what was read to what is known; a write gives way only to a later one."""
    if reading.collector != COLLECTOR or reading.failure is not None:
        return
    place = {"account_id": reading.where.account_id, "region": reading.where.region}
    known = {
        (row.service, row.kind, row.named): row.at
        for row in PolicyWriting.objects.filter(**place)
    }
    mass.upsert(
        [
            _row(crawl, each, place)
            for each in reading.written
            if each.key not in known or known[each.key] < each.at
        ],
        key=["account_id", "region", "service", "kind", "named"],
        columns=["event", "at", "writer", "name", "directory_id", "is_person"],
    )
    [seen] = reading.sightings.values()
    span = WrittenSpan.objects.filter(**place).first() or WrittenSpan(**place)
    since = reading.started_at - timedelta(days=int(seen.facts["days"]))
    reached = {each: _moment(at) for each, at in seen.facts["reached"].items()}
    if span.pk:
        since, reached = _joined(span, since, reached)
    span.since_at, span.until_at = since, reading.started_at
    span.reached = {each: at.isoformat() for each, at in sorted(reached.items())}
    span.save()


def _joined(
    span: WrittenSpan, since: datetime, reached: Mapping[str, datetime]
) -> tuple[datetime, dict[str, datetime]]:
    """Return since when all is known, where the span before is met and where not."""
    end = span.until_at - LATE
    before = {each: _moment(at) for each, at in span.reached.items()}
    if since > end:  # nothing is known of what was between the two
        return since, dict(reached)
    later = {each: at for each, at in reached.items() if at > end}
    return span.since_at, {**before, **later}


def _row(crawl: Crawl, each: Written, place: Mapping[str, str]) -> PolicyWriting:
    return PolicyWriting(
        service=each.service,
        kind=each.kind,
        named=each.named[:640],
        event=each.event[:64],
        at=each.at,
        writer=each.by.who[:640],
        name=each.by.name[:256],
        directory_id=each.by.directory_id[:64],
        is_person=each.by.is_person,
        began_crawl=crawl,
        **place,
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
