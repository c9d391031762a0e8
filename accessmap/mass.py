"""Rows in masses: the one way in for thousands of facts at a time.

PostgreSQL takes them by COPY, which costs a quarter of what INSERT does; SQLite by the
statements that it is quickest with. Both end with the same rows.
https://www.postgresql.org/docs/current/populate.html
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any

import orjson
from django.db import connections, models, router, transaction

# Below this, setting COPY up costs more than it saves.
FEW = 30
SQLITE_BATCH = 500


def insert(rows: Sequence[models.Model]) -> None:
    """Write rows that are new, and give each its key; a clash raises IntegrityError."""
    if not rows:
        return
    model: type[Any] = type(rows[0])
    connection = _connection(model)
    if connection.vendor != "postgresql" or len(rows) < FEW:
        model.objects.bulk_create(rows, batch_size=SQLITE_BATCH)
        return
    key = model._meta.pk
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s))"
            " FROM generate_series(1, %s)",
            [model._meta.db_table, key.column, len(rows)],
        )
        for row, (number,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = number
        _copy(connection, cursor, model._meta.db_table, _fields(model), rows)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def upsert(
    rows: Iterable[models.Model], *, key: Sequence[str], columns: Sequence[str] = ()
) -> None:
    """Write rows by what is unique in them: the new whole, of others ``columns``.

    Without ``columns`` what is there stays as it is. A row that says already what it
    should is not touched. Of two rows with one key the last counts.
    """
    key_of = attrgetter(*key)
    unique = list({key_of(row): row for row in rows}.values())
    if not unique:
        return
    model: type[Any] = type(unique[0])
    connection = _connection(model)
    quote = connection.ops.quote_name
    table, fields = quote(model._meta.db_table), _fields(model)[1:]
    listed = ", ".join(quote(field.column) for field in fields)
    then = _on_conflict(model, key, columns, connection)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(unique) >= FEW:
            passing = quote(f"mass_{model._meta.db_table}")
            cursor.execute(
                f"CREATE TEMPORARY TABLE {passing} ON COMMIT DROP AS"  # noqa: S608
                f" SELECT {listed} FROM {table} WITH NO DATA"
            )
            _copy(connection, cursor, f"mass_{model._meta.db_table}", fields, unique)
            cursor.execute(
                f"INSERT INTO {table} ({listed})"  # noqa: S608
                f" SELECT {listed} FROM {passing} {then}"
            )
            cursor.execute(f"DROP TABLE {passing}")
            return
        places = ", ".join(["%s"] * len(fields))
        cursor.executemany(
            f"INSERT INTO {table} ({listed}) VALUES ({places}) {then}",  # noqa: S608
            list(_values(connection, fields, unique)),
        )


def set_each(model: type[Any], column: str, values: Mapping[int, Any]) -> None:
    """Give one column of many rows, each by its key, a value of its own."""
    connection = _connection(model)
    quote = connection.ops.quote_name
    table, field = quote(model._meta.db_table), model._meta.get_field(column)
    key, name = quote(model._meta.pk.column), quote(field.column)
    rows = [
        (field.get_db_prep_save(value, connection), pk) for pk, value in values.items()
    ]
    if rows:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {table} SET {name} = %s WHERE {key} = %s",  # noqa: S608
                rows,
            )


def _connection(model: type[Any]) -> Any:
    return connections[router.db_for_write(model)]


def _fields(model: type[Any]) -> list[Any]:
    """Return the columns of a table as fields, the key first."""
    fields = list(model._meta.concrete_fields)
    return sorted(fields, key=lambda field: not field.primary_key)


def _on_conflict(
    model: type[Any], key: Sequence[str], columns: Sequence[str], connection: Any
) -> str:
    """Return what becomes of a row that is there; both databases read it alike."""
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    unique = ", ".join(quote(model._meta.get_field(each).column) for each in key)
    names = [quote(model._meta.get_field(each).column) for each in columns]
    conflict = f"ON CONFLICT ({unique}) DO"
    if not names:
        return f"{conflict} NOTHING"
    differs = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    sets = ", ".join(f"{name} = excluded.{name}" for name in names)
    tells = " OR ".join(f"{table}.{name} {differs} excluded.{name}" for name in names)
    return f"{conflict} UPDATE SET {sets} WHERE {tells}"


def _values(
    connection: Any, fields: Sequence[Any], rows: Iterable[models.Model]
) -> Iterator[list[Any]]:
    """Yield each row as the driver takes it."""
    for row in rows:
        yield [
            field.get_db_prep_save(getattr(row, field.attname), connection)
            for field in fields
        ]


def _as_text(fields: Sequence[Any], rows: Iterable[models.Model]) -> Iterator[Any]:
    """Yield each row for COPY, which reads JSON from text and asks for no wrapping."""
    json_places = [
        place
        for place, field in enumerate(fields)
        if isinstance(field, models.JSONField)
    ]
    columns = attrgetter(*(field.attname for field in fields))
    for row in rows:
        values = list(columns(row))
        for place in json_places:
            if values[place] is not None:
                values[place] = _json(values[place])
        yield values


def _json(value: object) -> str:
    """Return JSON; what the quick way refuses (a very large number) by the other."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        return json.dumps(value)


def _copy(
    connection: Any,
    cursor: Any,
    table: str,
    fields: Sequence[Any],
    rows: Iterable[models.Model],
) -> None:
    """Send rows by COPY, in errors as Django's own."""
    quote = connection.ops.quote_name
    listed = ", ".join(quote(field.column) for field in fields)
    with (
        connection.wrap_database_errors,
        cursor.copy(f"COPY {quote(table)} ({listed}) FROM STDIN") as copy,
    ):
        for values in _as_text(fields, rows):
            copy.write_row(values)
