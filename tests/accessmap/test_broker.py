"""The broker that comes along starts, keeps what is queued, and says why it cannot."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import redis
from pytest_django import Settings

from accessmap import broker

ROOT = Path(__file__).parents[2]


@pytest.fixture
def data_dir(settings: Settings) -> Iterator[Path]:
    """A short folder: pytest's own are too long for a socket."""
    with TemporaryDirectory(prefix="broker-", dir="/tmp") as name:
        settings.DATA_DIR = Path(name)
        settings.REDIS_URL = f"unix://{name}/valkey.sock"
        yield Path(name)


def test_what_is_queued_outlives_it(data_dir: Path, settings: Settings):
    client = redis.Redis.from_url(settings.REDIS_URL)
    with broker.running():
        assert broker.answers()
        client.rpush("queue", "job")
    assert not broker.answers()
    with broker.running():
        assert client.lrange("queue", 0, -1) == [b"job"]
    client.close()


def test_it_listens_on_no_port(data_dir: Path, settings: Settings):
    with broker.running(), redis.Redis.from_url(settings.REDIS_URL) as client:
        assert client.config_get("port") == {"port": "0"}


def test_a_second_one_is_refused(data_dir: Path):
    with (
        broker.running(),
        pytest.raises(broker.BrokerRefused, match="runs already"),
        broker.running(),
    ):
        pass


def test_it_stays_away_where_another_is_named(settings: Settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    with (
        pytest.raises(broker.BrokerRefused, match="names another broker"),
        broker.running(),
    ):
        pass
    with pytest.raises(broker.BrokerRefused, match="Nobody answers"):
        broker.start_in_background()


def test_a_folder_too_deep_for_a_socket_is_refused(settings: Settings):
    settings.DATA_DIR = Path("/tmp") / ("deep/" * 25)
    settings.REDIS_URL = f"unix://{settings.DATA_DIR / 'valkey.sock'}"
    with pytest.raises(broker.BrokerRefused, match="too long for a socket"):
        broker.start_in_background()


def start(data_dir: Path) -> subprocess.Popen[bytes]:
    """Start the command that stays."""
    return subprocess.Popen(
        [sys.executable, ROOT / "manage.py", "broker"],
        env={**os.environ, "ACCESSMAP_DATA_DIR": str(data_dir)},
    )


def until(is_so: Callable[[], bool]) -> None:
    """Wait for something that other processes bring about."""
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_the_command_starts_it_once_and_a_signal_ends_it(data_dir: Path):
    child = start(data_dir)
    until(broker.answers)
    assert broker.start_in_background() is False
    child.send_signal(signal.SIGTERM)
    assert child.wait(20) == 0
    assert not broker.answers()


def test_of_two_that_start_at_once_one_gives_way(data_dir: Path):
    both = [start(data_dir), start(data_dir)]
    until(lambda: any(each.poll() is not None for each in both))
    until(broker.answers)
    loser, winner = sorted(both, key=lambda each: each.poll() is None)
    assert loser.returncode == 1
    winner.terminate()
    assert winner.wait(20) == 0
