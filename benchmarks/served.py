"""The product as it is served: a database of its own, gunicorn, somebody signed in."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import django

MEMORY = {"MALLOC_MMAP_THRESHOLD_": "1048576", "MALLOC_TRIM_THRESHOLD_": "1048576"}


def percentile(found: Sequence[float], share: float = 0.95) -> float:
    """Return the value that ``share`` of them do not exceed."""
    return sorted(found)[min(len(found) - 1, int(len(found) * share))]


@contextmanager
def installed(port: int) -> Iterator[str]:
    """Set AccessMap up with an empty database; yield the session of an administrator.

    The database is DATABASE_URL's, else SQLite in a folder that is gone afterwards.
    """
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ACCESSMAP_DATA_DIR"] = folder
        os.environ["ACCESSMAP_PUBLIC_URL"] = f"http://127.0.0.1:{port}"
        os.environ["DJANGO_SETTINGS_MODULE"] = "accessmap.settings"
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        django.setup()
        from django.core.management import call_command
        from django.test import Client

        from tests.rows import make_user

        call_command("migrate", verbosity=0)
        client = Client()
        client.force_login(make_user(), backend="sesame.backends.ModelBackend")
        yield client.cookies["sessionid"].value


@contextmanager
def serving(port: int, workers: int = 2) -> Iterator[tuple[str, int]]:
    """Serve the pages with gunicorn, as ``make run`` does; yield address and process.

    The process is gunicorn's first: those that answer are its children.
    """
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "gunicorn", "accessmap.wsgi"]
    command += ["--workers", str(workers), "--threads", "4"]
    command += ["--bind", f"127.0.0.1:{port}", "--log-level", "error"]
    with subprocess.Popen(command, env={**os.environ, **MEMORY}) as server:
        try:
            _wait_for(f"{address}/healthz")
            yield address, server.pid
        finally:
            server.terminate()


def _wait_for(url: str) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(url):
                return
        except OSError:
            if time.monotonic() > until:
                raise


def workers_of(pid: int) -> list[int]:
    """Return the processes that answer."""
    tasks = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(each) for each in tasks.split()]


def memory(pid: int) -> dict[str, float]:
    """Return a process's memory in MiB: all in sight, its share of it, its own.

    Files that are mapped count in the first, wholly, though all workers share them.
    https://www.kernel.org/doc/html/latest/filesystems/proc.html
    """
    text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    told = dict(line.split(":", 1) for line in text.splitlines()[1:])

    def of(name: str) -> float:
        return int(told[name].split()[0]) / 1024

    own = of("Private_Dirty")
    return {"rss": of("Rss"), "pss": of("Pss"), "own": own}


def busy(pids: Sequence[int]) -> float:
    """Return how many seconds of CPU some processes have used, to the microsecond.

    https://docs.kernel.org/scheduler/sched-stats.html#proc-pid-schedstat
    """
    total = 0
    for pid in pids:
        for each in Path(f"/proc/{pid}/task").iterdir():
            total += int((each / "schedstat").read_text(encoding="ascii").split()[0])
    return total / 1e9
