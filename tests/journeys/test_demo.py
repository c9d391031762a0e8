"""What a newcomer sees: the demo starts, lets people in, moves on, and stops whole."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from accessmap.demo import endpoint

ROOT = Path(__file__).parents[2]
MANAGE = [sys.executable, str(ROOT / "manage.py")]
pytestmark = pytest.mark.journey


@dataclass
class Demo:
    """A demo that runs."""

    process: subprocess.Popen[str]
    environment: dict[str, str]
    url: str
    said: str

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command beside it."""
        return subprocess.run(
            [*MANAGE, *words],
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
        )


def start(environment: dict[str, str]) -> Demo:
    """Start it and listen until it has greeted."""
    process = subprocess.Popen(
        [*MANAGE, "demo"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    said = ""
    for line in process.stdout:
        said += line
        if "Ctrl-C stops" in line:
            break
    assert "Ctrl-C stops" in said, said[-4000:]
    port = environment["PORT"]
    return Demo(process, environment, f"http://127.0.0.1:{port}", said)


def stop(demo: Demo) -> None:
    """Stop it as Ctrl-C does."""
    demo.process.send_signal(signal.SIGINT)
    assert demo.process.wait(60) == 0
    assert demo.process.stdout
    demo.process.stdout.close()


def rows(demo: Demo) -> int:
    """Return how many grants are current."""
    done = demo.run("grants", "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    return len(done.stdout.splitlines())


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A short folder: pytest's own are too long for a socket."""
    with TemporaryDirectory(prefix="demo-", dir="/tmp") as name:
        yield Path(name)


@pytest.fixture(scope="module")
def demo(home: Path) -> Iterator[Demo]:
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AWS_", "ACCESSMAP_", "DATABASE_URL", "DJANGO_"))
    }
    environment |= {
        "ACCESSMAP_DATA_DIR": str(home),
        "PORT": str(endpoint.any_free_port()),
        "PYTHONUNBUFFERED": "1",
    }
    running = start(environment)
    yield running
    if running.process.poll() is None:
        stop(running)


def test_it_says_where_it_is_and_lets_three_people_in(demo: Demo):
    assert f"Kitsune Foods is at {demo.url}" in demo.said
    links = re.findall(r"http\S+sesame=\S+", demo.said)
    assert len(links) == 3
    for link in links:
        with urllib.request.urlopen(link, timeout=30) as page:
            assert page.status == 200


def test_a_review_is_under_way(demo: Demo):
    assert re.search(r"Campaign 1 is open: \d\d grants", demo.said)


def test_a_second_one_on_the_same_port_is_refused_in_a_sentence(demo: Demo):
    done = demo.run("demo")
    assert done.returncode == 1
    assert re.search(
        r"Port \d+ is in use. Serve elsewhere: PORT=\d+ make demo", done.stderr
    )


def test_three_months_later_something_has_changed(demo: Demo):
    done = demo.run("demo_later")
    assert done.returncode == 0, done.stderr
    began, ended = map(
        int, re.findall(r"(\d+) grants began, (\d+) ended", done.stdout)[0]
    )
    assert began > 5
    assert ended > 5


def test_no_program_wrote_an_error(demo: Demo, home: Path):
    for log in home.glob("*.log"):
        text = log.read_text(encoding="utf-8")
        assert "Traceback" not in text, log.name
        assert " ERROR " not in text, log.name


def test_it_stops_whole_and_starts_again_without_a_crawl(demo: Demo, home: Path):
    before = rows(demo)
    stop(demo)
    with socket.socket() as probe:
        assert probe.connect_ex((endpoint.HOST, int(demo.environment["PORT"]))) != 0
    assert not (home / "valkey.sock").exists()
    again = start(demo.environment)
    assert "calls" not in again.said
    assert rows(again) == before
    stop(again)


def test_later_is_refused_where_no_demo_runs(tmp_path: Path):
    done = subprocess.run(
        [*MANAGE, "demo_later"],
        env={**os.environ, "ACCESSMAP_DATA_DIR": str(tmp_path)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "The demo is not running. Start it: make demo" in done.stderr
