"""Triggers under which the ledger is only ever added to, as a migration makes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TABLES = {
    "accessmap_entry": "An entry of the ledger never changes.",
    "accessmap_checkpoint": "A checkpoint never changes.",
}
TIMESTAMPS = {"accessmap_timestamp": "A timestamp never changes."}


def protect(editor: Any, tables: Mapping[str, str] = TABLES) -> None:
    """Refuse UPDATE and DELETE, and on PostgreSQL TRUNCATE.

    https://www.sqlite.org/lang_createtrigger.html
    https://www.postgresql.org/docs/current/sql-createtrigger.html
    """
    for table, sentence in tables.items():
        if editor.connection.vendor == "sqlite":
            for act in ("UPDATE", "DELETE"):
                editor.execute(
                    f"CREATE TRIGGER {table}_{act.lower()} BEFORE {act} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
                )
            continue
        editor.execute(
            f"CREATE FUNCTION {table}_stays() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN RAISE EXCEPTION '{sentence}' "
            "USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        editor.execute(
            f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE OR TRUNCATE "
            f"ON {table} EXECUTE FUNCTION {table}_stays()"
        )


def lift(editor: Any, tables: Mapping[str, str] = TABLES) -> None:
    """Take the triggers away; tests do so to empty their database."""
    for table in tables:
        if editor.connection.vendor == "sqlite":
            for act in ("update", "delete"):
                editor.execute(f"DROP TRIGGER IF EXISTS {table}_{act}")
            continue
        editor.execute(f"DROP TRIGGER IF EXISTS {table}_stays ON {table}")
        editor.execute(f"DROP FUNCTION IF EXISTS {table}_stays()")
