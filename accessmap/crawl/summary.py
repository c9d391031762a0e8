"""What a crawl read, what it did not, and why: for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from accessmap.models import Coverage, Crawl, Gap, Grant, Outcome


def summary(crawl: Crawl) -> dict[str, Any]:
    """Return the summary as plain JSON."""
    rows = Coverage.objects.filter(crawl=crawl)
    totals = rows.aggregate(calls=Sum("call_count"), pages=Sum("page_count"))
    return {
        "crawl": crawl.pk,
        "state": crawl.state,
        "error": crawl.error,
        "organization": crawl.organization_id,
        "started_at": crawl.started_at.isoformat(),
        "finished_at": crawl.finished_at.isoformat() if crawl.finished_at else None,
        "accounts": rows.exclude(service="organizations")
        .values("account_id")
        .distinct()
        .count(),
        "scopes": rows.count(),
        "complete": rows.complete().count(),
        "calls": totals["calls"] or 0,
        "pages": totals["pages"] or 0,
        "grants_begun": Grant.objects.filter(began_crawl=crawl).count(),
        "grants_ended": Grant.objects.filter(ended_crawl=crawl).count(),
        "read": list(_read(rows.complete())),
        "not_read": [_not_read(each) for each in rows.incomplete()],
        "gaps": [
            {"account": gap.coverage.account_id, "arn": gap.arn, "reason": gap.reason}
            for gap in Gap.objects.filter(coverage__crawl=crawl).select_related(
                "coverage"
            )
        ],
    }


def _read(rows: Any) -> Iterator[dict[str, Any]]:
    """Yield how much of each kind was read whole."""
    by_collector = rows.order_by("collector").values("collector")
    yield from by_collector.annotate(scopes=Count("pk"), items=Sum("item_count"))


def _not_read(row: Coverage) -> dict[str, Any]:
    """Return one place that was not read whole, and why."""
    return {
        "account": row.account_id,
        "region": row.region,
        "collector": row.collector,
        "outcome": row.outcome,
        "denied_by": row.denied_by,
        "gaps": row.gap_count,
        "reason": row.reason,
    }


def lines(found: dict[str, Any]) -> Iterator[str]:
    """Yield the summary as a person reads it."""
    yield (
        _("Crawl %(crawl)d: %(state)s. %(accounts)d accounts, %(calls)d calls.") % found
    )
    if found["error"]:
        yield found["error"]
    for each in found["read"]:
        yield _("  read      %(collector)-22s %(items)6d in %(scopes)d scopes") % each
    reasons: dict[tuple[str, str, str], list[str]] = {}
    for each in found["not_read"]:
        if each["outcome"] == Outcome.COMPLETE:
            continue  # its gaps are told below, one by one
        key = (each["account"], each["outcome"], each["reason"])
        place = " ".join(filter(None, [each["collector"], each["region"]]))
        reasons.setdefault(key, []).append(place)
    for (account, outcome, reason), places in reasons.items():
        yield f"  {outcome:<9} {account} {', '.join(places)}. {reason}".rstrip()
    for each in found["gaps"]:
        yield _("  gap       %(account)s %(arn)s. %(reason)s") % each
    yield _("%(grants_begun)d grants began, %(grants_ended)d ended.") % found
