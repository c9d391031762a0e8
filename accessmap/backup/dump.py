"""The database as its own tools write it, and back: SQLite's backup, PostgreSQL's dump.

https://www.sqlite.org/backup.html
https://www.postgresql.org/docs/current/app-pgdump.html
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

# All of ours, whatever an older dump knows of it: `pg_restore --clean` drops what is in
# the dump alone, and stumbles over a later table that refers to it.
EMPTY = """DO $$ DECLARE each record; BEGIN
FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
  EXECUTE format('DROP TABLE IF EXISTS public.%I CASCADE', each.tablename);
END LOOP;
FOR each IN SELECT p.oid::regprocedure AS called FROM pg_proc p
  WHERE p.pronamespace = 'public'::regnamespace AND NOT EXISTS (
    SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
  EXECUTE 'DROP ROUTINE ' || each.called || ' CASCADE';
END LOOP; END $$"""
ONCE = (
    "--single-transaction",
    "--no-psqlrc",
    "--quiet",
    "--set=ON_ERROR_STOP=1",
    "--set=VERBOSITY=verbose",  # each error with its code, in any language
)
# Whoever still uses the database is waited for so long, and then named as the cause.
PATIENCE_SECONDS = 10
WAIT = f"SET lock_timeout = '{PATIENCE_SECONDS}s'"
# https://www.postgresql.org/docs/current/errcodes-appendix.html
LOCK_NOT_AVAILABLE = "55P03"
WAITED_FOR = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


class BadBackup(Exception):
    """It cannot be made, read or brought back; one sentence with the remedy."""


def write_dump(path: Path) -> None:
    """Write a consistent dump of the whole database; others may go on writing."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as target:
            connection.connection.backup(target)
        return
    _run("pg_dump", "--format=custom", "--no-owner", f"--file={path}")


def read_dump(path: Path) -> None:
    """Put the dump in place of the database, all of it or nothing.

    Raises:
        BadBackup: if the database's own tools refuse it.
    """
    if connection.vendor == "sqlite":
        _into_sqlite(path)
        return
    connection.close()
    script = path.with_name(f"{path.name}.sql")
    _run("pg_restore", "--no-owner", f"--file={script}", str(path), is_here=False)
    steps = (f"--command={WAIT}", f"--command={EMPTY}", f"--file={script}")
    _run("psql", *ONCE, f"--dbname={_name()}", *steps)
    script.unlink()


def _into_sqlite(path: Path) -> None:
    with closing(sqlite3.connect(path)) as source:
        try:
            [[fault]] = source.execute("PRAGMA integrity_check(1)").fetchall()
        except sqlite3.DatabaseError as error:
            fault = str(error)
        if fault != "ok":
            raise BadBackup(_("The dump is damaged: %(why)s.") % {"why": fault})
        connection.ensure_connection()
        target = connection.connection
        [[own]] = target.execute("PRAGMA busy_timeout").fetchall()
        # SQLite's own patience would come before each look at ours.
        target.execute("PRAGMA busy_timeout = 0")
        try:
            source.backup(target, progress=_patient())
        except sqlite3.OperationalError as error:
            raise _in_use(error) from error
        finally:
            target.execute(f"PRAGMA busy_timeout = {own}")
    connection.close()


def _patient() -> Callable[[int, int, int], None]:
    """Give up when patience is at its end: the backup itself waits on for a lock."""
    until = time.monotonic() + PATIENCE_SECONDS

    def tried(status: int, _remaining: int, _total: int) -> None:
        if status in WAITED_FOR and time.monotonic() > until:
            raise sqlite3.OperationalError("database is locked")

    return tried


def _in_use(why: object) -> BadBackup:
    says = _("The database is in use (%(why)s). Stop the web and the workers.")
    return BadBackup(says % {"why": why})


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _run(program: str, *words: str, is_here: bool = True) -> None:
    """Run one of PostgreSQL's programs, against the configured database if it asks."""
    # Django's own way to psql knows host, port, user, password and certificates.
    arguments, environment = connection.client.settings_to_cmd_args_env(
        connection.settings_dict, []
    )
    where = [each for each in arguments[1:] if each != _name() and is_here]
    if program == "pg_dump":
        where.append(_name())
    try:
        done = subprocess.run(  # noqa: S603
            [program, *words, *where],
            env={**os.environ, **(environment or {})},
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise BadBackup(
            _(
                "%(program)s is not here. Install PostgreSQL's client programs, of the "
                "server's version or later, and put them on the PATH."
            )
            % {"program": program}
        ) from error
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [str(done.returncode)]
        says = next((each for each in lines if "ERROR" in each), lines[-1])
        if LOCK_NOT_AVAILABLE in says:
            raise _in_use(says)
        raise BadBackup(f"{program}: {says}")
