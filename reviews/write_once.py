"""Triggers that refuse to rewrite judgments, a sentence each, as migrations make them.

Whoever has the application's login could otherwise rewrite what people decided. The
same triggers stand on SQLite and on PostgreSQL.
https://www.sqlite.org/lang_createtrigger.html
https://www.postgresql.org/docs/current/sql-createtrigger.html

SQLite loses a table's triggers when Django alters the table: a migration that does so
lifts them first and protects again afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple


class Trigger(NamedTuple):
    """What happens to which table, and under which condition it is refused.

    In ``condition``, ``{other}`` stands for "is not, NULL included" of the database.
    ``first`` is what PostgreSQL does before it looks: SQLite has one writer at a time.
    """

    table: str
    act: str
    condition: str
    sentence: str
    first: str = ""


def stays(table: str, noun: str) -> dict[str, Trigger]:
    """Return the two triggers of a table that is only ever added to."""
    name = table.removeprefix("reviews_")
    return {
        f"{name}_stays": Trigger(table, "UPDATE", "", f"{noun} never changes."),
        f"{name}_kept": Trigger(table, "DELETE", "", f"{noun} is never deleted."),
    }


def changed(*columns: str) -> str:
    """Return the condition that one of the columns gets another value."""
    return " OR ".join(f"NEW.{each} {{other}} OLD.{each}" for each in columns)


def protect(editor: Any, triggers: Mapping[str, Trigger]) -> None:
    """Make the triggers."""
    make = MAKERS[editor.connection.vendor]
    for name, trigger in triggers.items():
        for statement in make(name, trigger):
            editor.execute(statement)


def lift(editor: Any, triggers: Mapping[str, Trigger]) -> None:
    """Take the triggers away, so that a migration can alter their tables."""
    is_postgresql = editor.connection.vendor == "postgresql"
    for name, trigger in triggers.items():
        on = f" ON {trigger.table}" if is_postgresql else ""
        editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
        if not is_postgresql:
            continue
        editor.execute(f"DROP FUNCTION IF EXISTS {name}()")
        if name.endswith("_kept"):
            full = f"{trigger.table}_full"
            editor.execute(f"DROP TRIGGER IF EXISTS {full} ON {trigger.table}")
            editor.execute(f"DROP FUNCTION IF EXISTS {full}()")


def _sqlite(name: str, trigger: Trigger) -> Iterator[str]:
    condition = trigger.condition.format(other="IS NOT")
    when = f"WHEN {condition}" if condition else ""
    yield (
        f"CREATE TRIGGER {name} BEFORE {trigger.act} ON {trigger.table} "
        f"FOR EACH ROW {when} "
        f"BEGIN SELECT RAISE(ABORT, '{trigger.sentence}'); END"
    )


def _postgresql(name: str, trigger: Trigger) -> Iterator[str]:
    """Yield the statements for PostgreSQL, where TRUNCATE is one more way to delete."""
    condition = trigger.condition.format(other="IS DISTINCT FROM") or "TRUE"
    result = "OLD" if trigger.act == "DELETE" else "NEW"
    yield _function(name, trigger.first, condition, trigger.sentence, result)
    yield (
        f"CREATE TRIGGER {name} BEFORE {trigger.act} ON {trigger.table} "
        f"FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
    if name.endswith("_kept"):
        full = f"{trigger.table}_full"
        yield _function(full, "", "TRUE", trigger.sentence, "NULL")
        yield (
            f"CREATE TRIGGER {full} BEFORE TRUNCATE ON {trigger.table} "
            f"EXECUTE FUNCTION {full}()"
        )


def _function(name: str, first: str, condition: str, says: str, result: str) -> str:
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN {first} "
        f"IF {condition} THEN RAISE EXCEPTION '{says}' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {result}; END $$"
    )


MAKERS = {"sqlite": _sqlite, "postgresql": _postgresql}
