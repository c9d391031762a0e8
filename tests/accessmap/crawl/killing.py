"""Kill a worker at every step that a crawl marks; what does the next make of it?

    python -m tests.accessmap.crawl.killing --every 7
    python -m tests.accessmap.crawl.killing --every 7 --how disconnect   # PostgreSQL
    python -m tests.accessmap.crawl.killing --every 7 --how crash        # here, too

A database of its own, moto in this process, and one forked worker after another: the
first dies at a step, the second goes on where it was. No bell is ever heard, so this is
a flushed queue too. Prints how many were held, and exits 1 unless all were.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import django

STEPS = "accessmap.crawl.steps"
PATIENCE = 120.0
CHILD_SECONDS = 600
HERE = {"services": ["iam", "s3", "kms"]}


class AtStep(logging.Handler):
    """Does something at the step of a number; else writes the steps down."""

    def __init__(self, number: int, act: Callable[[], None], log: Path) -> None:
        super().__init__()
        self.left, self.act, self.log = number, act, log

    def emit(self, record: logging.LogRecord) -> None:
        with self.log.open("a") as file:
            file.write(f"{record.getMessage().partition(':')[0]}\n")
        self.left -= 1
        if self.left == 0:
            self.act()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def disconnect() -> None:
    """End this process's connection from the server's side, as a restart does."""
    import psycopg
    from django.db import connection

    pid = connection.connection.info.backend_pid
    parameters = connection.get_connection_params()
    names = ("dbname", "user", "host", "port", "password")
    wanted = {name: parameters[name] for name in names if parameters.get(name)}
    with psycopg.connect(**wanted, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])


def crash() -> None:
    """Kill the server's process that serves us: it brings all of the server down.

    It recovers, and refuses connections until then.
    https://www.postgresql.org/docs/current/wal-reliability.html
    """
    from django.db import connection

    os.kill(connection.connection.info.backend_pid, signal.SIGKILL)


def until_up() -> None:
    """Wait for a database that recovers."""
    from django.db import OperationalError, connection

    end = time.monotonic() + PATIENCE
    while True:
        connection.close()
        try:
            connection.ensure_connection()
        except OperationalError:
            if time.monotonic() > end:
                raise
        else:
            return


HOW = {"kill": die, "disconnect": disconnect, "crash": crash}


def in_child(work: Callable[[], None]) -> int:
    """Run ``work`` in a process of its own; return how it ended (-9: killed)."""
    from django.db import connections

    # Within an event loop (Playwright's) Django keeps other connections than without,
    # and a child is without: it would write through one of this process's.
    assert asyncio.events._get_running_loop() is None  # noqa: SLF001
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        # A lock that another thread held at the fork is held for ever in the child.
        signal.alarm(CHILD_SECONDS)
        try:
            work()
        except BaseException:  # noqa: BLE001  (the parent must hear of all of them)
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def crawl_on() -> None:
    """Do, as jobs do, all that is left of the running crawl."""
    from accessmap.crawl import lease
    from accessmap.crawl.finish import finish_crawl
    from accessmap.crawl.run import run_scopes
    from accessmap.crawl.start import start_crawl
    from accessmap.crawl.sweep import recover
    from tests.accessmap.aws_world import forget

    forget()  # a process of its own has clients of its own: they ask the stand-ins too
    crawl = start_crawl(trigger="command", selection=HERE)
    recover(crawl)
    while scopes := list(lease.ready(crawl.pk)):
        for scope in scopes:
            run_scopes(scope.pk)
    finish_crawl(crawl.pk)


def disturbed(number: int, how: str, log: Path) -> Callable[[], None]:
    def work() -> None:
        logger = logging.getLogger(STEPS)
        logger.setLevel(logging.DEBUG)
        logger.propagate = False
        logger.addHandler(AtStep(number, HOW[how], log))
        crawl_on()

    return work


def empty() -> None:
    """Forget all facts."""
    from django.apps import apps

    from tests.write_once import lifted

    left = set(apps.get_app_config("accessmap").get_models())
    with lifted():
        while left:  # whoever is referred to goes last
            referred = {
                field.related_model
                for model in left
                for field in model._meta.concrete_fields
                if field.related_model not in {None, model}
            }
            for model in left - referred:
                model._default_manager.all()._raw_delete("default")  # noqa: SLF001
            left &= referred


def time_passes() -> None:
    """Let every lease run out."""
    from django.utils import timezone

    from accessmap.models import Scope

    leased = Scope.objects.filter(state=Scope.State.LEASED)
    leased.update(lease_expires_at=timezone.now())


def is_held(number: int, how: str, log: Path, whole: object) -> bool:
    """Disturb a crawl at one step, let another worker go on, compare."""
    from accessmap.models import Coverage, Crawl
    from tests.accessmap.crawl.crawling import nothing_ended
    from tests.accessmap.crawl.truth import truth

    empty()
    status = in_child(disturbed(number, how, log))
    until_up()
    time_passes()
    finished = in_child(crawl_on) == 0
    crawl = Crawl.objects.get()
    return (
        finished
        and (status != 0 or how != "kill")
        and crawl.state == Crawl.State.COMPLETE
        and not Coverage.objects.incomplete().exists()
        and truth() == whole
        and nothing_ended()
    )


@contextmanager
def prepared() -> Iterator[Path]:
    """Give a folder, with a database and an AWS that only this process has."""
    from django.db import connection
    from django.test import override_settings
    from moto import mock_aws

    from tests.accessmap.aws_world import REGION, build
    from tests.accessmap.standing import standing

    with tempfile.TemporaryDirectory() as name:
        is_file = connection.vendor == "sqlite"
        connection.settings_dict["TEST"]["NAME"] = (
            f"{name}/killing.sqlite3" if is_file else f"killing_{os.getpid()}"
        )
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        given = override_settings(REGIONS=(REGION,), EXTERNAL_ID="kitsune")
        with mock_aws(), given, standing():
            build()
            yield Path(name)
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], 0)


def main() -> int:
    """Read the command line, disturb, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--how", choices=HOW, default="kill")
    arguments = parser.parse_args()
    os.environ["AWS_MAX_ATTEMPTS"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accessmap.settings")
    django.setup()
    logging.disable(logging.NOTSET)
    with prepared() as folder:
        from tests.accessmap.crawl.truth import truth

        log = folder / "steps"
        assert in_child(disturbed(0, arguments.how, log)) == 0
        whole = truth()
        steps = log.read_text().splitlines()
        chosen = range(1, len(steps) + 1, arguments.every)
        held = 0
        for number in chosen:
            if is_held(number, arguments.how, log, whole):
                held += 1
            else:
                print(f"Not held: {arguments.how} at {number}, {steps[number - 1]}")  # noqa: T201
        told = f"{held}/{len(chosen)} held of {len(steps)} steps ({arguments.how})."
        print(told)  # noqa: T201
    return 0 if held == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main())
