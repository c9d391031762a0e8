"""The dates in an address: the moment that is shown, and the one it is compared with.

``?at=2026-11-23`` shows what was held then; ``?before=2026-03-01`` compares. A date
means the end of its day, as the reader's clock has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.timezone import localtime

from accessmap.graph.changes import SAME, Change, Comparison
from accessmap.graph.filters import (
    DATE,
    BadFilter,
    GrantFilter,
    choices_of,
    end_of,
    has_zone,
    whole_end_of,
)
from accessmap.graph.knowledge import newest_crawl, oldest_crawl
from accessmap.graph.reading import State, readings
from accessmap.models import Crawl

Params = QueryDict | Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """What had been read by a moment: the newest crawl, and accounts read wholly."""

    at: datetime
    crawl: Crawl | None
    complete_count: int
    account_count: int

    @property
    def written(self) -> str:
        """Return how the moment is written."""
        return form_of(self.at)


def form_of(at: datetime) -> str:
    """Return how a moment is written: one that ends a day, as that day."""
    following = localtime(at + timedelta(microseconds=1))
    is_day = following.time() == time.min
    return "DATE_FORMAT" if is_day else "DATETIME_FORMAT"


def known(at: datetime) -> Known:
    """Return what had been read by ``at``."""
    read = readings(at)
    complete = sum(each.state is State.COMPLETE for each in read.values())
    return Known(at, newest_crawl(at), complete, len(read))


def shown_at(params: Params) -> datetime | None:
    """Return the moment that an address shows, or None for now; else BadFilter."""
    text = _last(params, "at")
    return end_of(text) if text else None


def comparison_of(params: Params) -> Comparison | None:
    """Return the comparison an address asks for, the earlier date first; else None."""
    text = _last(params, "before")
    wanted = GrantFilter.of(params)
    if not text:
        return None
    at, today = _last(params, "at"), timezone.now()
    ends = sorted((whole_end_of(text), whole_end_of(at) if at else today))
    then, now = (min(each, today) for each in ends)
    if then == now:  # a day with itself: what changed on it
        then = whole_end_of(text) - timedelta(days=1)
    kinds = choices_of(params, "change", (*Change, SAME))
    return Comparison(wanted, then, now, frozenset(kinds))


def in_order(params: QueryDict) -> QueryDict:
    """Return an address whose two dates stand as they are used, the earlier before."""
    before, at = _last(params, "before"), _last(params, "at")
    try:
        is_swapped = bool(before and at) and whole_end_of(at) < whole_end_of(before)
    except BadFilter:
        return params
    if not is_swapped:
        return params
    ordered = params.copy()
    ordered["before"], ordered["at"] = at, before
    return ordered


def with_zone(params: QueryDict) -> QueryDict:
    """Return an address whose times name their zone: a form sends the reader's clock.

    Whoever the address is shared with may live in another.
    """
    found = params.copy()
    for name in ("before", "at"):
        text = _last(params, name)
        try:
            is_bare = len(text) > DATE and not has_zone(text)
        except ValueError:
            continue
        if is_bare:
            here = timezone.get_current_timezone()
            found[name] = datetime.fromisoformat(text).replace(tzinfo=here).isoformat()
    return found


def seen_at(params: Params) -> datetime | None:
    """Return the moment as of which a map is, compared or not; None for now."""
    compared = comparison_of(params)
    return compared.now if compared is not None else shown_at(params)


def before_first(params: Params) -> Crawl | None:
    """Return the first crawl that read something, if an address is of a time before it.

    Of such a time nothing is known; what a map or a file of it said would read as zero.
    """
    at = seen_at(params) if _last(params, "at") else None
    if at is None or newest_crawl(at) is not None:
        return None
    return oldest_crawl()


def _last(params: Params, name: str) -> str:
    found = params.get(name) or ""
    return str(found if isinstance(found, str) else found[-1]).strip()


def newest_step() -> str:
    """Return the date to compare with where none is named: one crawl back."""
    finished = Crawl.objects.finished().order_by("-started_at")
    last_two = list(finished.values_list("started_at", flat=True)[:2])
    return last_two[-1].isoformat() if last_two else ""
