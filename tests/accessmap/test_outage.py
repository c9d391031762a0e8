"""When the database is away, people are told so, in a sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Nothing listens on port 1.
AWAY = "postgres://nobody@127.0.0.1:1/accessmap"
ASK_FOR_A_PAGE = """
import django; django.setup()
from django.test import Client
client = Client(raise_request_exception=False)
client.cookies["sessionid"] = "somebody"
reply = client.get("/", headers={"host": "127.0.0.1"})
print(reply.status_code, reply.content.decode())
"""


def run(
    *command: str, data_dir: Path, **variables: str
) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "accessmap.settings",
        "ACCESSMAP_DATA_DIR": str(data_dir),
        **variables,
    }
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_command_names_the_database_that_does_not_answer(tmp_path: Path) -> None:
    done = run("manage.py", "grants", data_dir=tmp_path, DATABASE_URL=AWAY)
    assert done.returncode == 1
    assert "The database at 127.0.0.1 does not answer" in done.stderr
    assert "DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_command_says_to_migrate_an_empty_database(tmp_path: Path) -> None:
    done = run("manage.py", "grants", data_dir=tmp_path, DATABASE_URL="")
    assert done.returncode == 1
    assert "Run: manage.py migrate" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_page_says_that_the_database_does_not_answer(tmp_path: Path) -> None:
    done = run("-c", ASK_FOR_A_PAGE, data_dir=tmp_path, DATABASE_URL=AWAY)
    assert done.stdout.startswith("503 ")
    assert "The database does not answer." in done.stdout


def test_an_unknown_setting_stops_every_command_with_the_nearest_name(
    tmp_path: Path,
) -> None:
    done = run("manage.py", "check", data_dir=tmp_path, ACCESSMAP_ROLNAME="Reader")
    assert done.returncode == 1
    assert "Did you mean ACCESSMAP_ROLE_NAME?" in done.stderr
    assert "Traceback" not in done.stderr


def test_whoever_has_read_enough_is_told_nothing_more(tmp_path: Path) -> None:
    command = [sys.executable, "manage.py", "help"]
    environment = {**os.environ, "ACCESSMAP_DATA_DIR": str(tmp_path)}
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as done:
        assert done.stdout
        assert done.stderr
        done.stdout.close()
        assert done.stderr.read() == ""
    assert done.returncode == 141
