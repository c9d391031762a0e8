"""What is struck while real workers crawl: the worker, its work-horse, the queue.

A real Valkey and real ``rqworker`` processes; AWS is moto, which holds one answer back
until all else is over. So whoever asked for it comes last, and with an old answer.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    create_backend_app,
)
from werkzeug.serving import make_server

from accessmap.demo.server import QuietHandler
from benchmarks.served import workers_of
from tests.accessmap import aws_world
from tests.accessmap.aws_world import REGION, World
from tests.accessmap.outside import PATIENCE, Outside, outside

__all__ = ["outside"]
pytestmark = [pytest.mark.aws, pytest.mark.fault]
START = (
    "import django; django.setup()\n"
    "from accessmap.crawl.start import start_crawl\n"
    "start_crawl(trigger='schedule', selection={'services': ['kms']})\n"
)
SWEEP = "import django; django.setup()\nfrom accessmap import jobs\njobs.sweep()\n"
HELD = "TrentService.ListKeys"


@dataclass
class Holding:
    """moto, which answers the first question of a kind when it is told to."""

    behind: Any
    is_asked: threading.Event = field(default_factory=threading.Event)
    may_answer: threading.Event = field(default_factory=threading.Event)

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if environ.get("HTTP_X_AMZ_TARGET") == HELD and not self.is_asked.is_set():
            self.is_asked.set()
            self.may_answer.wait(PATIENCE)
            start("200 OK", [("x-amzn-requestid", "old")])
            return [b'{"Keys": [], "Truncated": false}']  # what it was told long ago
        answered: Iterable[bytes] = self.behind(environ, start)
        return answered


@dataclass
class Aws:
    """The served AWS."""

    world: World
    holding: Holding


@pytest.fixture(scope="module")
def empty(outside: Outside) -> Path:
    """Keep a database with nothing in it, to begin with each time."""
    assert outside.manage("migrate", "--verbosity=0").returncode == 0
    kept = outside.folder / "empty"
    kept.mkdir()
    return Path(shutil.move(outside.folder / "accessmap.sqlite3", kept))


@pytest.fixture
def aws(
    outside: Outside, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Aws]:
    holding = Holding(DomainDispatcherApplication(create_backend_app))
    server = make_server(
        "127.0.0.1", 0, holding, threaded=True, request_handler=QuietHandler
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    outside.see(address, REGION)
    monkeypatch.setenv("AWS_ENDPOINT_URL", address)
    outside.connection.flushall()
    shutil.copy(empty, outside.folder / empty.name)
    try:
        yield Aws(aws_world.build(), holding)
    finally:
        holding.may_answer.set()
        server.shutdown()


def is_running(pid: int) -> bool:
    """Say whether a process does anything: one that nobody buries does not."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except FileNotFoundError:
        return False
    return told.rpartition(")")[2].split()[0] != "Z"


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


@dataclass
class Struck:
    """A worker in the middle of a call, and its work-horse."""

    outside: Outside
    worker: int
    horse: int

    def kill(self, *pids: int) -> None:
        for pid in pids:
            os.kill(pid, signal.SIGKILL)


STRIKES: dict[str, Callable[[Struck], object]] = {
    "the worker": lambda at: at.kill(at.worker),
    "the work-horse": lambda at: at.kill(at.horse),
    "both": lambda at: at.kill(at.worker, at.horse),
    "the queue": lambda at: at.outside.connection.flushall(),
    "the worker and the queue": lambda at: (
        at.kill(at.worker),
        at.outside.connection.flushall(),
    ),
}


FEW = frozenset({"the worker", "the queue"})


def facts(outside: Outside) -> dict[str, list[Any]]:
    """Return all that stands, and whatever ended."""
    return {
        "resources": outside.ask(
            "select arn, ended_at from accessmap_resource order by arn"
        ),
        "grants": outside.ask(
            "select fingerprint, ended_at from accessmap_grant order by fingerprint",
        ),
        "snapshots": outside.ask(
            "select resource_id, kind, name, document_id, ended_at "
            "from accessmap_snapshot order by resource_id, kind, name",
        ),
    }


def strikes() -> Iterator[Any]:
    for name in STRIKES:
        yield pytest.param(name, marks=[] if name in FEW else [pytest.mark.deep])


@pytest.mark.parametrize("strike", list(strikes()))
def test_whatever_is_struck_the_crawl_is_whole(
    outside: Outside, aws: Aws, strike: str
) -> None:
    assert outside.python("-c", START).returncode == 0
    manage = str(settings.BASE_DIR / "manage.py")
    with subprocess.Popen(
        [sys.executable, manage, "rqworker", "crawl", "--burst"],
        env=outside.environment,
        cwd=settings.BASE_DIR,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as worker:
        assert aws.holding.is_asked.wait(PATIENCE)
        [horse] = workers_of(worker.pid)
        STRIKES[strike](Struck(outside, worker.pid, horse))
        # The lease runs out, the sweep that is due finds the work, another does it.
        outside.ask(
            "update accessmap_scope set lease_expires_at = '2026-01-01 00:00:00' "
            "where state = 'leased'",
        )
        assert outside.python("-c", SWEEP).returncode == 0
        other = outside.manage("rqworker", "crawl", "--burst")
        assert other.returncode == 0, other.stderr
        before = facts(outside)
        # Only now the one that was struck, if it lives, hears that nothing is there.
        aws.holding.may_answer.set()
        until(lambda: not is_running(horse))
        worker.wait(PATIENCE)

    assert outside.ask("select state from accessmap_crawl") == [("complete",)]
    assert set(outside.ask("select state from accessmap_scope")) == {("done",)}
    assert facts(outside) == before
    twice = "having count(*) > 1"
    place = "account_id, region, collector, resource_type"
    assert not outside.ask(
        f"select {place} from accessmap_coverage group by {place} {twice}"
    )
    assert any("kms" in arn for arn, _ in before["resources"])
    # A crawl that nobody disturbs finds it so, and changes nothing.
    assert outside.manage("crawl", "--service", "kms").returncode == 0
    assert facts(outside) == before
