"""What is counted in the rows of many reviews at once, for the six questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, Max, OuterRef, Q

from reviews.deadline import ends_at, zone_of
from reviews.lifecycle import PROMISED, ItemState, Removal, Risk, Rule, Verdict
from reviews.models import (
    Campaign,
    ConflictOverride,
    Decision,
    Exemption,
    ReviewItem,
)
from reviews.standing import standings
from reviews.tally import BY_PEOPLE, ENDING, WITHOUT, Tally

PEOPLE = Q(origin__in=BY_PEOPLE)
# ``lifecycle.needs_reason`` in SQL.
GRAVE = PEOPLE & (
    ~Q(verdict=Verdict.CONFIRM) | Q(item__risk=Risk.HIGH) | ~Q(supersedes=None)
)


def tallies(campaigns: Sequence[Campaign]) -> Iterator[Tally]:
    """Yield the figures of each, with as many queries for twenty as for one."""
    read = standings(each.crawl for each in campaigns)
    items, made, allowed = _items(campaigns), _made(campaigns), _allowed(campaigns)
    for each in campaigns:
        places, signer = read[each.crawl_id], each.limitation_by
        zone = zone_of(each)
        told = {**items.get(each.pk, {}), **made.get(each.pk, {})}
        last: datetime | None = told.pop("last_at", None)
        yield Tally(
            is_open=each.is_open,
            observed=each.observed_count,
            grants=each.grant_count,
            population=each.population_count,
            accounts=len(places),
            accounts_read=sum(place.is_complete for place in places),
            limitation=each.limitation,
            limitation_by=signer.get_full_name() if signer else "",
            overrides=allowed.get(each.pk, 0),
            due_on=each.due_on,
            zone=zone,
            last_on=last.astimezone(ZoneInfo(zone)).date() if last else None,
            **told,
        )


def _items(campaigns: Sequence[Campaign]) -> Mapping[int, dict[str, Any]]:
    promised = Q(state__in=PROMISED)
    approved = Exemption.objects.approved().filter(item=OuterRef("pk"))
    rows = ReviewItem.objects.filter(campaign__in=campaigns).order_by()
    states = {f"state {each}": Q(state=each) for each in ItemState}
    rules = {f"rule {each}": Q(resolved_by=each) for each in Rule}
    counted = rows.values("campaign").annotate(
        items=Count("pk"),
        known=Count("pk", filter=Q(is_author_known=True)),
        gone=Count("pk", filter=promised & Q(removal=Removal.REMOVED)),
        excepted=Count(
            "pk", filter=promised & ~Q(removal=Removal.REMOVED) & Exists(approved)
        ),
        **{
            _column(name): Count("pk", filter=which)
            for name, which in {**states, **rules}.items()
        },
    )
    found = {}
    for row in counted:
        told = {
            "states": {each: row.pop(_column(f"state {each}")) for each in ItemState},
            "rules": {each: row.pop(_column(f"rule {each}")) for each in Rule},
        }
        campaign = row.pop("campaign")
        found[campaign] = {**row, **told}
    return found


def _column(name: str) -> str:
    return name.replace(" ", "_").replace("-", "_")


def _allowed(campaigns: Sequence[Campaign]) -> Mapping[int, int]:
    rows = ConflictOverride.objects.filter(item__campaign__in=campaigns).order_by()
    counted = rows.values("item__campaign").annotate(allowed=Count("pk"))
    return {row["item__campaign"]: row["allowed"] for row in counted}


def _made(campaigns: Sequence[Campaign]) -> Mapping[int, dict[str, Any]]:
    """Count the decisions that count; whose day is over differs from place to place."""
    late = reduce(
        or_,
        (Q(item__campaign=each, decided_at__gte=ends_at(each)) for each in campaigns),
        Q(pk=None),
    )
    rows = Decision.objects.filter(item__campaign__in=campaigns, verdict__in=ENDING)
    counts = rows.effective().exclude(item__state__in=WITHOUT).order_by()
    found: dict[int, dict[str, Any]] = {}
    for row in counts.values("item__campaign", "origin").annotate(
        count=Count("pk"),
        last_at=Max("decided_at", filter=PEOPLE),
        late=Count("pk", filter=PEOPLE & late),
        grave=Count("pk", filter=GRAVE),
        silent=Count("pk", filter=GRAVE & Q(reason="")),
    ):
        told = found.setdefault(
            row["item__campaign"], {"origins": {}, "late": 0, "grave": 0, "silent": 0}
        )
        told["origins"][row["origin"]] = row["count"]
        for name in ("late", "grave", "silent"):
            told[name] += row[name]
        if row["last_at"]:
            told["last_at"] = max(told.get("last_at", row["last_at"]), row["last_at"])
    return found
