"""What the facts are now, told in two short queries: whatever is drawn is kept by it.

Everything that a map shows is written by crawls, by deriving again, by a hold that is
released, or by whoever names an outsider; each leaves a trace that an index finds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, F, Subquery
from django.http import QueryDict
from django.utils import timezone

from accessmap.graph.more_words import states
from accessmap.language import reader_language
from accessmap.models import Account, Counterparty, Crawl, Flag, Grant, Hold

DRAWN_LIKE = 23  # one more whenever the same rows are drawn otherwise

_MOMENT: ContextVar[list[tuple[Any, ...]] | None] = ContextVar("moment", default=None)


def etag(params: QueryDict) -> str:
    """Return what changes whenever the map at this address does, for this reader."""
    return mark(
        reader_language(),
        timezone.get_current_timezone_name(),  # dates mean days of the reader
        *_beside(params),
        sorted(params.lists()),
    )


def state(params: QueryDict) -> tuple[Any, ...]:
    """Return what changes whenever the map at this address does, for every reader."""
    return (*_drawn_of(), *_beside(params))


def _beside(params: QueryDict) -> tuple[Any, ...]:
    """Return what a filter asks of beside the facts: judgments, and the day."""
    return states(params), timezone.now().date() if "unused" in params else None


def mark(*more: object) -> str:
    """Return what changes whenever a fact does that is drawn, or any of ``more``."""
    state = (*_drawn_of(), *more)
    return hashlib.sha256(repr(state).encode()).hexdigest()[:32]


def _drawn_of() -> tuple[Any, ...]:
    return DRAWN_LIKE, settings.ORGANIZATION_NAME, generation()


@contextmanager
def one_moment() -> Iterator[None]:
    """Let all that is answered within be of one generation, asked for once.

    A moment within a moment is the same.
    """
    if _MOMENT.get() is not None:
        yield
        return
    token = _MOMENT.set([])
    try:
        yield
    finally:
        _MOMENT.reset(token)


def generation() -> tuple[Any, ...]:
    """Return what changes whenever a fact does that is drawn."""
    moment = _MOMENT.get()
    if moment is None:
        return _asked()
    if not moment:
        moment.append(_asked())
    return moment[0]


def _asked() -> tuple[Any, ...]:
    told = []
    with connection.cursor() as cursor:
        for statement, values in _statements(connection.alias):
            cursor.execute(statement, values)
            told.append(tuple(cursor.fetchall()))
    return tuple(told)


@cache
def _statements(_alias: str) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    """Return both questions as SQL: to write them anew would take most of the time."""
    ended = Grant.objects.filter(ended_at__isnull=False).order_by("-ended_at")
    # Deriving again ends grants at the moment of a crawl that has ended others.
    among = (
        Grant.objects.filter(ended_at=Subquery(ended.values("ended_at")[:1]))
        .order_by()
        .values("ended_at")
        .annotate(count=Count("pk"))
    )
    released = Hold.objects.filter(released_at__isnull=False).order_by("-released_at")
    newest = (
        Crawl.objects.order_by(F("finished_at").desc(nulls_last=True), "-pk")
        .values_list("pk", "finished_at")
        .annotate(
            grant=Subquery(Grant.objects.order_by("-pk").values("pk")[:1]),
            ended=Subquery(ended.values("ended_at")[:1]),
            among=Subquery(among.values("count")),
            flag=Subquery(Flag.objects.order_by("-pk").values("pk")[:1]),
            account=Subquery(Account.objects.order_by("-pk").values("pk")[:1]),
            released=Subquery(released.values("released_at")[:1]),
        )
    )
    named = Counterparty.objects.order_by("pk").values_list("account_id", "name")
    questions = (newest[:1].query, named.query)
    return tuple(each.sql_with_params() for each in questions)
