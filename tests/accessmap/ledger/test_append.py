"""The ledger takes acts in order, with them or not at all, and keeps them."""

from __future__ import annotations

import json

import pytest
from django.db import DatabaseError, connection, transaction

from accessmap.ledger.append import append
from accessmap.ledger.check import faults
from accessmap.models import Checkpoint, Entry
from tests.rows import make_user

pytestmark = pytest.mark.django_db


def test_the_first_entry_names_the_ledger_and_its_key() -> None:
    append("settings-changed", by="test")
    first = json.loads(Entry.objects.get(sequence=1).body)
    assert first["kind"] == "ledger-begun"
    assert set(first["says"]) == {"origin", "public_key"}


def test_an_act_is_told_with_its_person() -> None:
    aiko = make_user()
    entry = append("role-changed", by=aiko, about="user:1", says={"role": "auditor"})
    assert (entry.actor, entry.person, entry.sequence) == ("aiko.mori", aiko, 2)
    assert json.loads(entry.body)["says"] == {"role": "auditor"}
    assert not list(faults())


def test_an_act_that_fails_leaves_no_entry() -> None:
    def fail() -> None:
        with transaction.atomic():
            append("role-changed", by="test")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("evil", ["\x00", "\ud800", "\u202e=1+1", "😀" * 500])
def test_hostile_text_is_kept_and_still_checks(evil: str) -> None:
    append("role-changed", by="test", says={evil: [evil, {"a": evil}]})
    assert not list(faults())


@pytest.mark.parametrize(
    "act",
    [
        "UPDATE accessmap_entry SET kind = 'x'",
        "DELETE FROM accessmap_entry",
        "UPDATE accessmap_checkpoint SET note = 'x'",
        "DELETE FROM accessmap_checkpoint",
    ],
)
def test_the_database_refuses_to_change_it(act: str) -> None:
    append("role-changed", by="test")
    Checkpoint.objects.create(size=1, note="")
    with (
        pytest.raises(DatabaseError, match="never changes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(act)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_the_database_refuses_to_empty_it() -> None:
    with (
        pytest.raises(DatabaseError, match="never changes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE accessmap_entry")
