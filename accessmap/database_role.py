"""What the application's own role may do in PostgreSQL: its work, and no more.

The tables belong to another role, which migrates. Whoever has the application's login
can then neither rewrite the ledger or a judgment, nor take away what refuses it.

https://www.postgresql.org/docs/current/ddl-priv.html
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection, transaction

MAINTAIN_SINCE = 170_000  # the version from which ANALYZE can be granted
# Every table, with whether nothing in it ever changes: the trigger that holds it so is
# named after it (accessmap.ledger.triggers, reviews.write_once).
_TABLES = """
SELECT c.relname, EXISTS (
    SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname IN (
        c.relname || '_stays', regexp_replace(c.relname, '^reviews_', '') || '_stays'))
FROM pg_class c
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace
ORDER BY c.relname
"""
LEDGER = "accessmap_"  # begins the write-once tables from which no row ever goes
BOOKS = "django_migrations"


class RoleUnfit(Exception):
    """The role cannot be the application's; the message says why, and what to do."""


@transaction.atomic
def limit(role: str) -> dict[str, str]:
    """Give ``role`` what AccessMap needs and take the rest; return table → privileges.

    Raises RoleUnfit where the role is not there, or would own what it must not change.
    """
    _refuse_unfit(role)
    name = connection.ops.quote_name(role)
    given = dict(_privileges())
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema(), current_database()")
        schema, database = map(connection.ops.quote_name, cursor.fetchone())
        for statement in (
            f"REVOKE ALL ON SCHEMA {schema} FROM {name}",
            f"GRANT USAGE ON SCHEMA {schema} TO {name}",
            f"GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {name}",
            f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {name}",
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {name}",
        ):
            cursor.execute(statement)
        for table, privileges in given.items():
            quoted = connection.ops.quote_name(table)
            cursor.execute(f"GRANT {privileges} ON {quoted} TO {name}")
    return given


def _privileges() -> Iterator[tuple[str, str]]:
    """Yield each table with what the application does to it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int")
        is_able = cursor.fetchone()[0] >= MAINTAIN_SINCE
        maintain = ", MAINTAIN" if is_able else ""
        cursor.execute(_TABLES)
        for table, is_write_once in cursor.fetchall():
            if table == BOOKS:
                yield table, "SELECT"
            elif not is_write_once:
                yield table, f"SELECT, INSERT, UPDATE, DELETE{maintain}"
            elif table.startswith(LEDGER):
                yield table, "SELECT, INSERT"
            else:
                # A sealed review goes after its time; triggers let no other go.
                yield table, f"SELECT, INSERT, DELETE{maintain}"


def _refuse_unfit(role: str) -> None:
    if connection.vendor != "postgresql":
        raise RoleUnfit(
            "Only PostgreSQL has roles; with SQLite the file's owner is all there is."
        )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, EXISTS ("
            " SELECT 1 FROM pg_class c"
            " WHERE c.relnamespace = current_schema()::regnamespace"
            " AND pg_has_role(r.oid, c.relowner, 'MEMBER'))"
            " FROM pg_roles r WHERE rolname = %s",
            [role],
        )
        found = cursor.fetchone()
    if found is None:
        raise RoleUnfit(
            f"There is no role “{role}”. Make it first, as an administrator: "
            f"CREATE ROLE {role} LOGIN PASSWORD '…'"
        )
    if any(found):
        raise RoleUnfit(
            f"The role “{role}” owns the tables or is a superuser, so nothing could be "
            "kept from it. Migrate as another role, and name the one that web and "
            "workers sign in as."
        )
