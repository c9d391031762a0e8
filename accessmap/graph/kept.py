"""What was drawn, kept as compressed files: one worker draws, every worker sends it.

A file's name is the ETag of what it holds, so a file is true or is not asked for.
"""

from __future__ import annotations

import fcntl
import gzip
import itertools
import json
import logging
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

FILES_AT_MOST = 64  # the oldest go
LOCKS = "locks"
NAME = re.compile(r"[a-z]+-[0-9a-f]{32}")
logger = logging.getLogger(__name__)


def kept(name: str, make: Callable[[], bytes]) -> bytes:
    """Return what ``make`` answers, gzipped; made once for each ``name``."""
    if not NAME.fullmatch(name):
        raise ValueError(name)
    path = folder() / f"{name}.gz"
    if (body := _read(path)) is not None:
        return body
    with _alone(name):
        # Whoever was waited for has made it, most likely.
        if (body := _read(path)) is not None:
            return body
        # Without the time in its head, the same content is the same file.
        body = gzip.compress(make(), compresslevel=9, mtime=0)
        try:
            _keep(path, body)
        except OSError:
            logger.exception("The picture %s is drawn again: it was not kept.", name)
    return body


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def read_json(body: bytes) -> Any:
    """Return what was kept."""
    return json.loads(gzip.decompress(body))


def as_json(found: object) -> bytes:
    """Return what is to be kept."""
    # In ASCII: what AWS lets people write need not be whole Unicode.
    text = json.dumps(found, cls=DjangoJSONEncoder, separators=(",", ":"))
    return text.encode("ascii")


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """Keep others, of this process and of all, from making the same meanwhile."""
    locks = folder() / LOCKS
    try:
        locks.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        locks.mkdir(mode=0o700, exist_ok=True)
        # A lock for each would be left behind by each: sixteen are enough.
        opened = (locks / name[-1]).open("w")
    except OSError:
        yield  # it costs time, no more
        return
    with opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield


def folder() -> Path:
    """Return where the files lie."""
    return Path(settings.MAP_DIR)


def _keep(path: Path, body: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, begun = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as opened:
        opened.write(body)
    Path(begun).replace(path)
    files = sorted(path.parent.glob("*.gz"), key=_age)
    for old in itertools.islice(files, FILES_AT_MOST, None):
        old.unlink(missing_ok=True)


def _age(path: Path) -> float:
    try:
        return -path.stat().st_mtime
    except FileNotFoundError:  # another worker was quicker
        return 0.0
