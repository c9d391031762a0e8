"""The programs of the demo start, are looked after, and all stop."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from pytest_django import Settings

from accessmap.demo.processes import DemoStopped, Processes

# Speaks when it is ready, and does not care to be asked once.
STUBBORN = """
import pathlib, signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: signal.signal(signal.SIGTERM, signal.SIG_DFL))
pathlib.Path(sys.argv[1]).touch()
while True:
    time.sleep(0.05)
"""


@pytest.fixture
def processes(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr("accessmap.demo.processes.FAREWELL", 0.3)
    with Processes(os.environ) as those:
        yield those


def test_they_are_asked_twice_before_they_are_made_to_go(
    processes: Processes, tmp_path: Path
):
    ready = tmp_path / "ready"
    processes.start("stubborn", [sys.executable, "-c", STUBBORN, str(ready)])
    processes.wait_for("stubborn", ready.exists)
    child = processes.children["stubborn"]
    processes.stop()
    assert child.poll() is not None
    assert processes.children == {}


def test_one_that_dies_is_named_with_its_log(processes: Processes):
    processes.start("web", [sys.executable, "-c", "print('no luck', flush=True)"])
    processes.children["web"].wait()
    with pytest.raises(
        DemoStopped,
        match=r"web has stopped \(0\); see .*web\.log, which ends:\nno luck",
    ):
        processes.wait_for("web", lambda: False)
    assert processes.log("web").read_text() == "no luck\n"
