"""Judgments cannot be deleted, so a test that commits them lifts the triggers after."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test import TransactionTestCase


@contextmanager
def lifted() -> Iterator[None]:
    """Without any trigger of ours, for as long as a database is emptied."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            yield
            for _name, sql in triggers:
                cursor.execute(sql)
        return
    connection.check_constraints()  # PostgreSQL alters no table that has some pending
    with connection.cursor() as cursor:
        tables = guarded(cursor)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        connection.check_constraints()
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def guarded(cursor: Any) -> list[str]:
    """The tables of PostgreSQL that have triggers of ours."""
    cursor.execute(
        "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
    )
    return [row[0] for row in cursor.fetchall()]


def empty_after_committing_tests() -> None:
    """Let Django empty the database after tests that commit, as it does for all."""
    empty = TransactionTestCase._fixture_teardown  # noqa: SLF001  (no other door)

    def empty_lifted(self: Any) -> None:
        with lifted():
            empty(self)

    TransactionTestCase._fixture_teardown = empty_lifted  # noqa: SLF001
