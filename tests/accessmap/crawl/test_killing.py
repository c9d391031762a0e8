"""kill -9 at the steps that a crawl marks, and a database that goes away."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

pytestmark = [pytest.mark.aws, pytest.mark.fault, pytest.mark.django_db]
ROOT = Path(__file__).parents[3]
FEW = "45"  # every so many steps
ALL = "1"
Record = Callable[[str, object], None]


def disturb(every: str, how: str, record_property: Record, folder: Path) -> None:
    """Run it in a program of its own: what is forked here would be pytest."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.accessmap.crawl.killing",
            *("--every", every, "--how", how),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "ACCESSMAP_DATA_DIR": str(folder)},
    )
    told = re.search(r"(\d+)/(\d+) held", done.stdout)
    assert told, done.stderr[-2000:]
    record_property("held", int(told[1]))
    record_property("faults", int(told[2]))
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr[-2000:]}"


def test_a_killed_worker_leaves_no_trace(
    record_property: Record, tmp_path: Path
) -> None:
    disturb(FEW, "kill", record_property, tmp_path)


@pytest.mark.deep
def test_a_worker_killed_at_any_step_leaves_no_trace(
    record_property: Record, tmp_path: Path
) -> None:
    disturb(ALL, "kill", record_property, tmp_path)


@pytest.mark.deep
def test_a_restarted_database_is_borne(record_property: Record, tmp_path: Path) -> None:
    if connection.vendor == "sqlite":
        disturb(FEW, "kill", record_property, tmp_path)  # a file has nothing to restart
    else:
        disturb("3", "disconnect", record_property, tmp_path)


@pytest.mark.deep
def test_a_database_that_crashes_is_borne(
    record_property: Record, tmp_path: Path
) -> None:
    if connection.vendor == "sqlite":
        disturb(FEW, "kill", record_property, tmp_path)  # a file has nothing to crash
    else:
        disturb("9", "crash", record_property, tmp_path)
