"""Ended by ``kill -9``, an act is done again, and is whole.

`test_killed.py` stops an act by an exception, before every statement; here a process of
its own is killed, so that PostgreSQL alone decides what stays.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from django.db import connection, transaction

from tests.accessmap.crawl.killing import in_child
from tests.reviews.operations.acts import ACTS, Act, rows

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]
named = pytest.mark.parametrize("begin", ACTS, ids=lambda each: each.__name__)
TWENTIETHS = [each / 20 for each in range(21)]


class TakenBack(Exception):
    """It was only done to be looked at."""


@contextmanager
def counted(at: Callable[[int], None]) -> Iterator[None]:
    """Call ``at`` with the number of each statement, before it runs.

    Savepoints do not count: inside a transaction there are more of them.
    """
    ran = 0

    def count(execute: Any, sql: str, *asked: Any) -> Any:
        nonlocal ran
        if "SAVEPOINT" not in sql:
            ran += 1
            at(ran)
        return execute(sql, *asked)

    with connection.execute_wrapper(count):
        yield


def undisturbed(act: Act) -> tuple[dict[str, list[str]], int]:
    """Return the rows that ``act`` leaves, and its number of statements; undo it."""
    ran: list[int] = []
    with suppress(TakenBack), transaction.atomic():
        with counted(ran.append):
            act()
        found = rows()
        raise TakenBack
    return found, len(ran)


def killed_here(begin: Callable[[], Act], share: float) -> None:
    """Kill it after this share of its statements, and do it again."""
    act = begin()
    before = rows()
    undisturbed(act)  # what is asked once in a process, the child does not ask
    wanted, statements = undisturbed(act)
    assert rows() == before != wanted
    last = max(1, round(share * statements))

    def end(number: int) -> None:
        if number == last:
            os.kill(os.getpid(), signal.SIGKILL)

    def work() -> None:
        with counted(end):
            act()

    assert in_child(work) == -signal.SIGKILL
    if rows() != wanted:
        act()
    assert rows() == wanted


@named
def test_an_act_killed_half_way_is_done_again(begin: Callable[[], Act]) -> None:
    killed_here(begin, 0.5)


@pytest.mark.deep
@pytest.mark.parametrize("share", TWENTIETHS)
@named
def test_an_act_killed_anywhere_is_done_again(
    begin: Callable[[], Act], share: float
) -> None:
    killed_here(begin, share)
