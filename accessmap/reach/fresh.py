"""The newest index: made after each crawl, and again where its files are missing."""

from __future__ import annotations

import fcntl
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.db import connection
from django.utils import timezone

from accessmap.models import Crawl
from accessmap.reach import files
from accessmap.reach.build import make
from accessmap.reach.gather import gather
from accessmap.reach.index import Index, open_index
from accessmap.reach.lines import lines


class NoIndex(Exception):
    """The files were taken away while they were made."""


logger = logging.getLogger(__name__)
_OPEN: dict[Path, Index] = {}  # the generation that this process has open
_LOCK = Lock()


def folder() -> Path:
    """Return where the generations lie."""
    return Path(settings.REACH_DIR)


def newest_crawl() -> int:
    """Return the key of the crawl that ended last; 0: none has."""
    with connection.cursor() as cursor:
        cursor.execute(_newest(connection.alias))
        found = cursor.fetchone()
    return int(found[0]) if found else 0


@cache
def _newest(_alias: str) -> str:
    """Return the question as SQL: every answer asks it, and to write it takes long."""
    rows = Crawl.objects.finished().order_by("-finished_at", "-pk").values_list("pk")
    statement, _none = rows[:1].query.sql_with_params()
    return statement


def rebuild() -> Index:
    """Make the index anew from the rows as they are."""
    began = time.perf_counter()
    crawl = newest_crawl()
    found = gather()
    shown = make(
        folder(),
        found.nodes.all(),
        found.edges,
        lines(),
        crawl=crawl,
        made_at=timezone.now().isoformat(),
    )
    logger.info(
        "Reach %s of crawl %s: %s nodes, %s edges, %.1f s.",
        shown.name,
        crawl,
        len(found.nodes),
        len(found.edges),
        time.perf_counter() - began,
    )
    return _opened()


def current() -> Index:
    """Return the index of the newest crawl, made here if nobody has made it.

    While somebody else makes it, the one before is the answer: it says of which crawl.
    """
    found = files.newest(folder())
    if found is None or found[1].crawl != newest_crawl():
        _make_once(is_needed=found is None)
    return _opened()


def after_crawl() -> None:
    """Make the index of the crawl that has just ended; a full disk loses only that."""
    try:
        _make_once(is_needed=True)
    except OSError:
        logger.exception("The index of reach could not be written.")


def _make_once(*, is_needed: bool) -> None:
    """Make the index, or wait for who makes it; do not wait where one will do."""
    with _alone(is_patient=is_needed) as is_alone:
        found = files.newest(folder())
        if is_alone and (found is None or found[1].crawl != newest_crawl()):
            rebuild()


def _opened() -> Index:
    found = files.newest(folder())
    if found is None:
        raise NoIndex
    shown, stamp = found
    with _LOCK:
        index = _OPEN.get(shown)
        if index is None or index.stamp != stamp:
            index = open_index(shown, stamp)
            _OPEN.clear()
            _OPEN[shown] = index
        return index


@contextmanager
def _alone(*, is_patient: bool) -> Iterator[bool]:
    """Keep others from making the index; yield False if somebody else does."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    how = fcntl.LOCK_EX if is_patient else fcntl.LOCK_EX | fcntl.LOCK_NB
    with (folder() / "lock").open("w") as opened:
        try:
            fcntl.flock(opened, how)
        except BlockingIOError:
            yield False
        else:
            yield True
