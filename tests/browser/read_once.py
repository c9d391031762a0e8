"""The invented organization is read once for all workers; each test gets it as it was.

To read it takes a minute, and a test that begins after a crawl asks nothing of that
crawl. What it left is kept as AccessMap keeps a backup: the whole database, and beside
it the pictures and the index. The organization's identifiers are the same at each
start, so a later crawl, of an AWS of the test's own, finds what the kept one found.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType

from accessmap.backup.dump import read_dump, write_dump
from tests.postgres import client_programs

FOLDERS = ("MAP_DIR", "REACH_DIR")
WHOLE = "whole"


def read_once(shared: Path, read: Callable[[], None]) -> None:
    """Fill the database by ``read`` the first time, afterwards with what it left."""
    home = shared / "read-once"
    home.mkdir(exist_ok=True)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the other worker waits for the same
        if (home / WHOLE).exists():
            _bring_back(home)
        else:
            read()
            _keep(home)


def _keep(home: Path) -> None:
    with _programs_at_hand():
        write_dump(home / "database")
    for name in FOLDERS:
        shutil.copytree(getattr(settings, name), home / name)
    (home / WHOLE).touch()


def _bring_back(home: Path) -> None:
    with _programs_at_hand():
        read_dump(home / "database")
    ContentType.objects.clear_cache()  # their numbers are those of another worker
    for name in FOLDERS:
        shutil.copytree(home / name, getattr(settings, name))


@contextmanager
def _programs_at_hand() -> Iterator[None]:
    """PostgreSQL's own, of the server's version, as an operator has them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{client_programs()}{os.pathsep}{os.environ['PATH']}")
        yield
