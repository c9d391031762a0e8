"""Keep what Access Analyzer says, as it was last read."""

from __future__ import annotations

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accessmap import mass
from accessmap.aws.collector import Opinion
from accessmap.crawl.look import Reading
from accessmap.models import Finding


def store_opinions(reading: Reading) -> None:
    """Write every finding over what was known of it; none is ever deleted."""
    now = timezone.now()
    rows = [
        Finding(
            finding_id=each.finding_id[:64],
            analyzer_arn=each.analyzer_arn,
            region=reading.where.region,
            resource_arn=each.resource_arn,
            last_read_at=now,
            **_columns(each, reading.where.account_id),
        )
        for each in reading.opinions.values()
    ]
    mass.upsert(
        rows,
        key=["analyzer_arn", "finding_id"],
        columns=[
            "account_id",
            "resource_arn",
            "resource_type",
            "status",
            "is_public",
            "principal",
            "actions",
            "raw",
            "error",
            "updated_at",
            "last_read_at",
        ],
    )


def _columns(opinion: Opinion, account_id: str) -> dict[str, object]:
    """Return the parts of a finding that pages filter by.

    An organization's analyzer stands in one account and speaks of all of them.
    """
    raw = opinion.raw
    return {
        "account_id": raw.get("resourceOwnerAccount") or account_id,
        "resource_type": str(raw.get("resourceType", ""))[:64],
        "status": str(raw.get("status", ""))[:16],
        "is_public": bool(raw.get("isPublic")),
        "principal": raw.get("principal") or {},
        "actions": list(raw.get("action") or ()),
        "raw": dict(raw),
        "error": str(raw.get("error") or "")[:64],
        "updated_at": parse_datetime(str(raw.get("updatedAt") or "")),
    }
