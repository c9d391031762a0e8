"""What a crawl read, what it did not, and why: for people and for programs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accessmap.models import Coverage, Crawl, Gap, Grant, Outcome

ACCOUNT_ID = re.compile(r"\b\d{12}\b")
MOST_NAMED = 3


def summary(crawl: Crawl) -> dict[str, Any]:
    """Return the summary as plain JSON; CPU is our own, in seconds."""
    rows = Coverage.objects.filter(crawl=crawl)
    cost = crawl.scopes.aggregate(calls=Sum("call_count"), cpu=Sum("cpu_ms"))
    in_accounts = rows.exclude(service="organizations").order_by()
    accounts = in_accounts.values("account_id").distinct().count()
    cpu = (cost["cpu"] or 0) / 1000
    return {
        "crawl": crawl.pk,
        "state": crawl.state,
        "error": crawl.error,
        "organization": crawl.organization_id,
        "started_at": crawl.started_at.isoformat(),
        "finished_at": crawl.finished_at.isoformat() if crawl.finished_at else None,
        "accounts": accounts,
        "places": rows.count(),
        "complete": rows.complete().count(),
        "calls": cost["calls"] or 0,
        "pages": rows.aggregate(n=Sum("page_count"))["n"] or 0,
        "cpu_seconds": round(cpu, 2),
        "cpu_seconds_per_account": round(cpu / max(accounts, 1), 3),
        "calls_per_account": round((cost["calls"] or 0) / max(accounts, 1), 1),
        "grants_begun": Grant.objects.filter(began_crawl=crawl).count(),
        "grants_ended": Grant.objects.filter(ended_crawl=crawl).count(),
        "read": list(_read(rows)),
        "not_read": [_not_read(each) for each in rows.incomplete().iterator()],
        "gaps": [
            {"account": gap.coverage.account_id, "arn": gap.arn, "reason": gap.reason}
            for gap in Gap.objects.filter(coverage__crawl=crawl).select_related(
                "coverage"
            )
        ],
    }


def _read(rows: Any) -> Iterator[dict[str, Any]]:
    """Yield how much of each kind was read whole, and how many places were not."""
    complete = Q(outcome=Outcome.COMPLETE, gap_count=0)
    yield from (
        rows.exclude(outcome=Outcome.REGION_OFF)
        .order_by("collector", "resource_type")
        .values("collector", "resource_type")
        .annotate(
            scopes=Count("pk", filter=complete),
            unread=Count("pk", filter=~complete),
            items=Sum("item_count"),
        )
    )


def _not_read(row: Coverage) -> dict[str, Any]:
    """Return one place that was not read whole, and why."""
    return {
        "account": row.account_id,
        "region": row.region,
        "collector": row.collector,
        "resource_type": row.resource_type,
        "outcome": row.outcome,
        "denied_by": row.denied_by,
        "gaps": row.gap_count,
        "reason": row.reason,
    }


@dataclass
class Told:
    """One reason, and all that it kept from being read."""

    reason: str
    accounts: dict[str, None] = field(default_factory=dict)
    places: dict[str, None] = field(default_factory=dict)

    @property
    def who(self) -> str:
        """Return the accounts, the first by their ids and the rest by number."""
        return _some(list(self.accounts))

    @property
    def where(self) -> str:
        """Return the collectors and regions, or the resources."""
        return _some(list(self.places), most=12)


def _some(names: list[str], most: int = MOST_NAMED) -> str:
    """Name the first few, and say how many more there are."""
    more = len(names) - most
    named = ", ".join(names[:most])
    if more <= 0:
        return named
    return ngettext(
        "%(named)s and %(more)d more", "%(named)s and %(more)d more", more
    ) % {"named": named, "more": more}


def lines(found: dict[str, Any]) -> Iterator[str]:
    """Yield the summary as a person reads it; one denial is told once."""
    yield (
        _("Crawl %(crawl)d: %(state)s. %(accounts)d accounts, %(calls)d calls.") % found
    )
    yield (
        _(
            "%(calls_per_account).1f calls and %(cpu_seconds_per_account).2f seconds "
            "of CPU an account."
        )
        % found
    )
    if found["error"]:
        yield found["error"]
    for each in found["read"]:
        line = ngettext(
            "  read      %(what)-32s %(items)6d in %(scopes)d place",
            "  read      %(what)-32s %(items)6d in %(scopes)d places",
            each["scopes"],
        ) % {**each, "what": each["resource_type"] or each["collector"]}
        unknown = ngettext(
            "; %(unread)d place unknown", "; %(unread)d places unknown", each["unread"]
        )
        yield line + (unknown % each if each["unread"] else "")
    for (outcome, _reason), told in _grouped(_scopes(found)).items():
        yield f"  {outcome:<9} {told.who}: {told.where}. {told.reason}".rstrip()
    for told in _grouped(_resources(found)).values():
        line = f"{told.who}: {told.where}. {told.reason}".rstrip()
        yield _("  gap       %(line)s") % {"line": line}
    yield _("%(grants_begun)d grants began, %(grants_ended)d ended.") % found


Missed = tuple[str, str, str, str]  # account, outcome, reason, place


def _scopes(found: dict[str, Any]) -> Iterator[Missed]:
    """Yield what was not listed to its end."""
    for each in found["not_read"]:
        if each["outcome"] != Outcome.COMPLETE:  # else its gaps are told, one by one
            place = " ".join(filter(None, [each["collector"], each["region"]]))
            yield each["account"], each["outcome"], each["reason"], place


def _resources(found: dict[str, Any]) -> Iterator[Missed]:
    """Yield what is there and could not be read."""
    for each in found["gaps"]:
        yield each["account"], "gap", each["reason"], each["arn"]


def _grouped(missed: Iterator[Missed]) -> dict[tuple[str, str], Told]:
    """Put together what one reason explains, in however many accounts."""
    told: dict[tuple[str, str], Told] = {}
    for account, outcome, reason, place in missed:
        key = (outcome, ACCOUNT_ID.sub("…", reason))
        one = told.setdefault(key, Told(reason))
        one.accounts[account] = None
        one.places[place] = None
    return told
