"""A backup brings back what was, in the database's own way; an older state is noticed.

Each test has a house of its own and uses the commands, as an operator does.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from tests.postgres import client_programs, server

ROOT = Path(__file__).parents[3]


class House:
    """An AccessMap with a database of its own."""

    def __init__(self, folder: Path, url: str = "") -> None:
        """Begin in a folder, on SQLite or where the URL says."""
        self.folder = folder
        self.url = url
        self.anchors = folder / "anchors"
        self.anchors.mkdir(exist_ok=True)
        self.environment = {
            **os.environ,
            "PATH": f"{client_programs()}{os.pathsep}{os.environ['PATH']}",
            "ACCESSMAP_DATA_DIR": str(folder),
            "ACCESSMAP_ANCHOR_DIR": str(self.anchors),
            "DATABASE_URL": url,
        }

    def set_up(self) -> House:
        """Make its tables."""
        self.run("migrate", "--verbosity", "0")
        return self

    def run(self, *words: str | Path) -> str:
        """Run a command that must end well."""
        done = self.tried(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def tried(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a command."""
        return subprocess.run(
            [sys.executable, ROOT / "manage.py", *map(str, words)],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def act(self) -> None:
        """Let something happen that the ledger writes down, and anchor it."""
        self.run(
            "shell",
            "-c",
            "from django.db import transaction\n"
            "from accessmap.ledger.append import append\n"
            "with transaction.atomic(): append('role-changed', by='test')",
        )
        self.run("checkpoint")

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Let a worker be in the middle of what it does."""
        with subprocess.Popen(
            [sys.executable, ROOT / "manage.py", "shell", "-v0", "-c", AT_WORK],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as worker:
            assert worker.stdout
            assert worker.stdout.readline()
            yield
            worker.kill()

    def entries(self) -> int:
        """How many entries its ledger has."""
        told = self.run("check_ledger")
        return int(told.split()[0])


@pytest.fixture(scope="module")
def sqlite_house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house set up, which others are copies of."""
    return House(tmp_path_factory.mktemp("sqlite")).set_up()


@pytest.fixture(scope="module")
def postgresql_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The same on PostgreSQL."""
    with server() as url:
        yield House(tmp_path_factory.mktemp("postgresql"), url).set_up()


@pytest.fixture
def small_house(sqlite_house: House, tmp_path: Path) -> House:
    """A house on SQLite, where the database makes no difference."""
    shutil.copytree(sqlite_house.folder, tmp_path, dirs_exist_ok=True)
    return House(tmp_path)


@pytest.fixture(params=["small_house", "postgresql_house"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> House:
    """A house, on each database."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, House)
    if not found.url:
        return found
    name = f"house_{uuid4().hex}"
    with psycopg.connect(found.url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE postgres")
    shutil.copytree(found.folder, tmp_path, dirs_exist_ok=True)
    return House(tmp_path, f"{found.url.rpartition('/')[0]}/{name}")


def test_a_state_comes_back_and_an_older_one_is_noticed(house: House) -> None:
    house.act()
    before = house.entries()
    path = house.folder / "b.zip"
    house.run("backup", path)
    assert "Its ledger holds" in house.run("restore", path)
    assert house.entries() == before + 1

    house.act()
    refused = house.tried("restore", path)
    assert refused.returncode == 1
    assert "--replace" in refused.stderr

    older = house.tried("restore", path, "--replace")
    assert older.returncode == 1
    assert "anchor: " in older.stderr
    assert house.tried("check_ledger").returncode == 1


def test_what_is_no_whole_backup_of_this_database_changes_nothing(
    small_house: House,
) -> None:
    small_house.act()
    before = small_house.entries()
    whole = small_house.folder / "whole.zip"
    small_house.run("backup", whole)
    with zipfile.ZipFile(whole) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    about = json.loads(files["about.json"])
    later = {**about, "format": "accessmap-backup/2"}
    bad = {
        "another form": {**files, "about.json": json.dumps(later)},
        "damaged": {**files, "database": files["database"][:-100]},
        "oracle": {**files, "about.json": json.dumps({**about, "vendor": "oracle"})},
        "no backup": {"about.json": "{}"},
    }
    for says, told in bad.items():
        path = small_house.folder / "bad.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name, body in told.items():
                archive.writestr(name, body)
        refused = small_house.tried("restore", path)
        assert refused.returncode == 1
        assert says in refused.stderr
    assert small_house.entries() == before


def test_a_file_that_is_there_is_not_written_over(small_house: House) -> None:
    path = small_house.folder / "b.zip"
    path.write_text("mine")
    assert "is there already" in small_house.tried("backup", path).stderr
    assert path.read_text() == "mine"


def test_a_backup_of_before_the_ledger_comes_back(house: House) -> None:
    path = house.folder / "old.zip"
    house.run("migrate", "accessmap", "0003", "--verbosity", "0")
    house.run("shell", "-c", OLD_BACKUP.format(path=path))
    house.run("migrate", "--verbosity", "0")
    assert "is back" in house.run("restore", path)
    assert house.entries() == 2  # it began, and says that it was restored


def test_what_cannot_be_brought_up_to_date_changes_nothing(house: House) -> None:
    path = house.folder / "later.zip"
    house.act()
    house.run("shell", "-c", LATER_MIGRATION)
    house.run("backup", path)
    house.run("shell", "-c", NO_LATER_MIGRATION)
    house.act()
    before = house.entries()
    refused = house.tried("restore", path, "--replace")
    assert refused.returncode == 1
    assert "later release" in refused.stderr
    assert house.entries() == before


def test_a_database_in_use_is_not_waited_for_without_end(house: House) -> None:
    path = house.folder / "b.zip"
    house.act()
    house.run("backup", path)
    before = house.entries()
    with house.at_work():
        refused = house.tried("restore", path, "--replace")
    assert refused.returncode == 1
    assert "Stop the web and the workers" in refused.stderr
    assert house.entries() == before


# As `back_up` does, where there is no ledger whose head could be signed.
OLD_BACKUP = """
import tempfile
from pathlib import Path
from accessmap.backup import archive
with tempfile.TemporaryDirectory() as folder:
    dump = Path(folder) / "database"
    archive.write_dump(dump)
    made = archive.Backup("2026-01-01", "0", archive.connection.vendor, 0, "",
                          archive._sha256(dump))
    archive._write(Path("{path}"), made, dump)
"""
AT_WORK = """
import sys
from django.db import transaction
from accessmap.models import User
with transaction.atomic():
    User.objects.update(is_active=True)
    print("begun", flush=True)
    sys.stdin.read()
"""
LATER_MIGRATION = """
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
MigrationRecorder(connection).record_applied("reviews", "9999_of_a_later_release")
"""
NO_LATER_MIGRATION = LATER_MIGRATION.replace("record_applied", "record_unapplied")
