"""Let one collector look at one account."""

from __future__ import annotations

from accessmap.crawl.lease import Work
from accessmap.crawl.look import Reading, look
from accessmap.policy.kinds import PolicyKind


def see(collector: str, account_id: str, region: str = "") -> Reading:
    work = Work(
        scope_id=1,
        token=1,
        crawl_id=1,
        account_id=account_id,
        region=region,
        collector=collector,
        attempts=1,
    )
    return look(work, lambda: None)


def policies(reading: Reading) -> dict[str, str]:
    """Return the one resource policy of each resource, empty where it has none."""
    assert reading.failure is None, reading.failure
    assert reading.gaps == {}
    return {
        arn: seen.documents.get((PolicyKind.RESOURCE, ""), "")
        for arn, seen in reading.sightings.items()
    }
