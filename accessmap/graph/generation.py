"""What the facts are now, told in two short queries: whatever is drawn is kept by it.

Everything that a map shows is written by crawls, by deriving again, by a hold that is
released, or by whoever names an outsider; each leaves a trace that an index finds.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.db.models import Count, F, Subquery
from django.http import QueryDict
from django.utils import timezone

from accessmap.graph.more_words import states
from accessmap.language import reader_language
from accessmap.models import Account, Counterparty, Crawl, Flag, Grant, Hold

DRAWN_LIKE = 8  # one more whenever the same rows are drawn otherwise


def etag(params: QueryDict) -> str:
    """Return what changes whenever the map at this address does, for this reader."""
    state = (
        DRAWN_LIKE,
        generation(),
        reader_language(),
        timezone.get_current_timezone_name(),  # dates mean days of the reader
        states(params),
        timezone.now().date() if "unused" in params else None,
        sorted(params.lists()),
    )
    return hashlib.sha256(repr(state).encode()).hexdigest()[:32]


def generation() -> tuple[Any, ...]:
    """Return what changes whenever a fact does that is drawn."""
    ended = Grant.objects.exclude(ended_at=None).order_by("-ended_at")
    # Deriving again ends grants at the moment of a crawl that has ended others.
    among = (
        Grant.objects.filter(ended_at=Subquery(ended.values("ended_at")[:1]))
        .order_by()
        .values("ended_at")
        .annotate(count=Count("pk"))
    )
    released = Hold.objects.exclude(released_at=None).order_by("-released_at")
    row = (
        Crawl.objects.order_by(F("finished_at").desc(nulls_last=True), "-pk")
        .annotate(
            grant=Subquery(Grant.objects.order_by("-pk").values("pk")[:1]),
            ended=Subquery(ended.values("ended_at")[:1]),
            among=Subquery(among.values("count")),
            flag=Subquery(Flag.objects.order_by("-pk").values("pk")[:1]),
            account=Subquery(Account.objects.order_by("-pk").values("pk")[:1]),
            released=Subquery(released.values("released_at")[:1]),
        )
        .values_list(
            "pk",
            "finished_at",
            "grant",
            "ended",
            "among",
            "flag",
            "account",
            "released",
        )
        .first()
    )
    named = Counterparty.objects.order_by("pk").values_list("account_id", "name")
    return row or (), tuple(named)
