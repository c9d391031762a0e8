"""The programs that make up a running demo, started and stopped together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from django.conf import settings

PATIENCE = 180.0  # a busy machine is slow; one that died is told at once
LAST_LINES = 12
FAREWELL = 6.0  # from being asked to go, to being asked again


class DemoStopped(Exception):
    """One of the programs did not start or has died; the sentence says which."""


def manage(*words: str) -> list[str]:
    """Return a command of ours."""
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), *words]


class Processes:
    """Children, each in a process group of its own, with a log in the data folder."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Begin with none."""
        self.environment = dict(environment)
        self.children: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        """Start nothing yet."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop all, whatever happened."""
        self.stop()

    def start(
        self, name: str, command: list[str], given: socket.socket | None = None
    ) -> None:
        """Start one program, and give a listening socket over to it."""
        with self.log(name).open("ab") as log:
            self.children[name] = subprocess.Popen(  # noqa: S603 (our own command)
                command,
                cwd=settings.BASE_DIR,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=[given.fileno()] if given else [],
            )
        if given:
            given.close()

    def log(self, name: str) -> Path:
        """Return where a program's words go."""
        return Path(settings.DATA_DIR) / f"{name}.log"

    def wait_for(self, name: str, is_ready: Callable[[], bool]) -> None:
        """Wait until a program does its work."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if is_ready():
                return
            self.refuse_dead()
            time.sleep(0.05)
        raise DemoStopped(f"{name} was not ready in time; see {self.log(name)}")

    def refuse_dead(self) -> None:
        """Raise if a program has ended by itself."""
        for name, child in self.children.items():
            if child.poll() is not None:
                raise DemoStopped(
                    f"{name} has stopped ({child.returncode}); see {self.log(name)}, "
                    f"which ends:\n{self._last_words(name)}"
                )

    def _last_words(self, name: str) -> str:
        """Return how a program's log ends."""
        lines = self.log(name).read_text("utf-8", "replace").splitlines()
        return "\n".join(lines[-LAST_LINES:])

    def stop(self) -> None:
        """Ask all to go, the last started first; then insist.

        Killing an RQ worker outright leaves its work-horse running, in a session of
        its own. Asked a second time, the worker ends the horse itself.
        """
        while self.children:
            _, child = self.children.popitem()
            for request in (signal.SIGTERM, signal.SIGTERM, signal.SIGKILL):
                with suppress(ProcessLookupError):
                    os.killpg(child.pid, request)
                with suppress(subprocess.TimeoutExpired):
                    child.wait(FAREWELL)
                    break
