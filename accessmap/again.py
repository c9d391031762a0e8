"""What the map draws from, once more for who has just had it: a 304 in less than 1 ms.

Session, language, sign-in and rights cost more than to know that nothing has changed.
So a process remembers what the whole chain has answered, beside all that it judged by:
the rows of the session and of the reader, as they stand in the database, and the facts.
Both are asked for each time; where anything in them differs (somebody signed out
elsewhere, another role, another language, a new fact), the whole chain is asked anew.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from threading import Lock
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from accessmap.graph.generation import one_moment, state
from accessmap.models import User

PATHS = frozenset({"/map/accounts", "/map/elements"})
# Of a request, what an answer depends on beside its address and the session.
HEADERS = ("If-None-Match", "If-Modified-Since", "Accept-Encoding", "Accept-Language")
MOST = 64  # answers, of some 100 kB at most
ANSWERED = frozenset({200, 304})
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, with what it was judged by."""

    reader: int
    rights: Row
    until: datetime  # when the session ends
    facts: Row
    response: HttpResponse

    def again(self) -> HttpResponse:
        """Return it once more."""
        return HttpResponse(
            self.response.content,
            status=self.response.status_code,
            headers=dict(self.response.items()),
        )


class AnsweredAgain:
    """Answer as the whole chain has, while all that it judged by is the same."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Take the next handler in the chain."""
        self.get_response = get_response
        self._known: OrderedDict[Row, Answered] = OrderedDict()
        self._lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request."""
        session = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if request.method != "GET" or request.path_info not in PATHS or not session:
            return self.get_response(request)
        with one_moment():
            return self._answer(request, session)

    def _answer(self, request: HttpRequest, session: str) -> HttpResponseBase:
        asked = _asked(request)
        known = self._known.get(asked)
        facts = state(request.GET)
        rights = _rights(session, known.reader) if known else ()
        if known and _holds(known, rights, facts):
            return known.again()
        response = self.get_response(request)
        if made := _answered(request, response, facts):
            # Who it is tells the chain: what it judged by is noted the next time, and
            # only where it was the same before and after.
            if rights and _rights(session, made.reader) == rights:
                made = replace(made, rights=rights)
            with self._lock:
                self._known[asked] = made
                self._known.move_to_end(asked)
                while len(self._known) > MOST:
                    self._known.popitem(last=False)
        return response


def _asked(request: HttpRequest) -> Row:
    told = (request.headers.get(each) for each in HEADERS)
    cookies = sorted(request.COOKIES.items())
    return (request.get_host(), request.get_full_path(), *cookies, *told)


def _holds(known: Answered, rights: Row, facts: Row) -> bool:
    return (
        rights != ()
        and known.rights == rights
        and known.facts == facts
        and timezone.now() < known.until
    )


def _answered(
    request: HttpRequest, response: HttpResponseBase, facts: Row
) -> Answered | None:
    """Return what may be answered again; None where it says something else."""
    reader = getattr(request, "user", None)
    if not isinstance(response, HttpResponse) or not isinstance(reader, User):
        return None
    if response.status_code not in ANSWERED or response.cookies:
        return None
    return Answered(reader.pk, (), request.session.get_expiry_date(), facts, response)


def _rights(session: str, reader: int) -> Row:
    """Return both rows, whatever is in them; nothing where one is gone."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(connection.alias), (session, reader))
        return tuple(cursor.fetchone() or ())


@cache
def _statement(_alias: str) -> str:
    tables = [
        connection.ops.quote_name(each._meta.db_table) for each in (Session, User)
    ]
    return (
        f"SELECT * FROM {tables[0]}, {tables[1]}"  # noqa: S608
        f" WHERE {tables[0]}.session_key = %s AND {tables[1]}.id = %s"
    )
