"""The role that AccessMap runs as does its work, and undoes nothing written once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction

from accessmap.ledger.check import faults
from accessmap.models import Entry
from reviews.lifecycle import AtClose
from reviews.operations.close_campaign import close_campaign
from tests.reviews.story import aiko, campaign, confirm, revoke

pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="needs PostgreSQL"
)
ROLE = "accessmap_app"


@contextmanager
def acting() -> Iterator[None]:
    """Be the role, as after signing in as it."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE}")
        call_command("limit_role", ROLE)
        cursor.execute(f"SET ROLE {ROLE}")
        try:
            yield
        finally:
            cursor.execute("RESET ROLE")


def refused(statement: str) -> None:
    said = pytest.raises(ProgrammingError, match=r"permission denied|must be owner")
    with said, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@on_postgresql
def test_it_opens_decides_and_closes_a_review_of_many() -> None:
    with acting():
        found = campaign(40)
        first, second, *_rest = found.items.all()
        confirm(first)
        revoke(second)
        close_campaign(found, closed_by=aiko(), at_close=AtClose.KEEP, reason="So.")
    assert list(faults()) == []
    assert found.items.count() == 40


@on_postgresql
def test_it_rewrites_neither_the_ledger_nor_a_judgment() -> None:
    with acting():
        confirm(campaign().items.get())
        assert Entry.objects.exists()
        for table, column in (
            ("accessmap_entry", "kind"),
            ("reviews_decision", "reason"),
            ("reviews_event", "kind"),
        ):
            refused(f"UPDATE {table} SET {column} = ''")
            refused(f"TRUNCATE {table} CASCADE")
        refused("DELETE FROM accessmap_entry")
        gone = pytest.raises(IntegrityError, match="is never deleted")
        with gone, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM reviews_decision")


@on_postgresql
def test_it_cannot_take_away_what_refuses() -> None:
    with acting():
        refused("DROP TRIGGER decision_stays ON reviews_decision")
        refused("ALTER TABLE accessmap_entry DISABLE TRIGGER ALL")
        refused("DROP TABLE accessmap_entry")
        refused("DROP FUNCTION decision_stays()")
        refused("CREATE TABLE elsewhere (id int)")
        refused("DELETE FROM django_migrations")


@on_postgresql
def test_whoever_owns_the_tables_is_refused() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (owner,) = cursor.fetchone()
    with pytest.raises(CommandError, match="Migrate as another role"):
        call_command("limit_role", owner)


@on_postgresql
def test_a_role_that_is_not_there_is_told_how_to_be_made() -> None:
    with pytest.raises(CommandError, match="CREATE ROLE nobody LOGIN"):
        call_command("limit_role", "nobody")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite")
def test_sqlite_has_no_roles() -> None:
    with pytest.raises(CommandError, match="Only PostgreSQL has roles"):
        call_command("limit_role", ROLE)
