"""Whoever gets past the triggers is found, and the first bad row is named."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from accessmap.ledger import tree
from accessmap.ledger.append import append
from accessmap.ledger.check import faults
from accessmap.ledger.checkpoints import make_checkpoint
from accessmap.ledger.keys import new_pem, read
from accessmap.ledger.note import NamedKey, opened
from accessmap.ledger.triggers import TABLES
from accessmap.models import Checkpoint, Entry

pytestmark = pytest.mark.django_db
COUNT = 12


@pytest.fixture
def ledger() -> None:
    """Twelve entries, signed in the middle and at the end, and no trigger on guard."""
    for each in range(COUNT - 1):
        append("role-changed", by="test", about=f"user:{each}", says={"role": each})
        if each in {5, COUNT - 2}:
            make_checkpoint()
    with connection.cursor() as cursor:
        for table in TABLES:
            for each in (f"{table}_update", f"{table}_delete", f"{table}_stays"):
                drop(cursor, each, table)


def drop(cursor: Any, trigger: str, table: str) -> None:
    on = "" if connection.vendor == "sqlite" else f" ON {table}"
    cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}{on}")


def rows() -> list[Entry]:
    return list(Entry.objects.all())


def edit(dice: random.Random) -> int:
    found = dice.choice(rows())
    place = dice.randrange(len(found.body))
    new = found.body[:place] + chr(ord(found.body[place]) ^ 1) + found.body[place + 1 :]
    Entry.objects.filter(pk=found.pk).update(body=new)
    return found.pk


def edit_column(dice: random.Random) -> int:
    found = dice.choice(rows())
    column = dice.choice(["actor", "kind", "about"])
    Entry.objects.filter(pk=found.pk).update(**{column: "system:x"})
    return found.pk


def edit_hashes(dice: random.Random) -> int:
    """The editor also recomputes the row's own hash."""
    found = dice.choice(rows())
    says = json.loads(found.body)
    says["says"] = {"role": "other"}
    body = json.dumps(says, sort_keys=True, separators=(",", ":"))
    leaf = tree.leaf_hash(body.encode())
    Entry.objects.filter(pk=found.pk).update(body=body, leaf=leaf)
    return found.pk


def delete(dice: random.Random) -> int:
    found = dice.choice(rows())
    Entry.objects.filter(pk=found.pk).delete()
    # Nobody can tell the last entry from one that never was but by its checkpoint.
    return found.pk


def truncate(dice: random.Random) -> int:
    found = dice.choice(rows())
    Entry.objects.filter(pk__gte=found.pk).delete()
    return found.pk


def insert(dice: random.Random) -> int:
    found = dice.choice(rows())
    for each in reversed(rows()):
        if each.pk > found.pk:
            Entry.objects.filter(pk=each.pk).update(sequence=each.pk + 1)
    found.pk += 1
    found.save(force_insert=True)
    return found.pk


def swap(dice: random.Random) -> int:
    one, other = sorted(dice.sample(rows(), 2), key=lambda each: each.pk)
    for row, by in ((one, other), (other, one)):
        Entry.objects.filter(pk=row.pk).update(body=by.body, leaf=by.leaf)
    return one.pk


ACTS: list[Callable[[random.Random], int]] = [
    edit,
    edit_column,
    edit_hashes,
    delete,
    truncate,
    insert,
    swap,
]


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("act", ACTS)
def test_every_change_is_found_with_its_first_row(
    act: Callable[[random.Random], int],
) -> None:
    check(act, range(30))


@pytest.mark.deep
@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("act", ACTS)
def test_every_one_of_thousands_is_found(act: Callable[[random.Random], int]) -> None:
    check(act, range(1000))


def check(act: Callable[[random.Random], int], seeds: range) -> None:
    for seed in seeds:
        point = transaction.savepoint()
        bad = act(random.Random(seed))
        found = list(faults())
        assert found, f"{act.__name__} {seed} went unseen"
        places = {f"entry {bad}"}
        if Entry.objects.count() < bad:  # cut off: only a checkpoint remembers
            places = {f"checkpoint {size}" for size in sizes() if size >= bad}
            places |= {"entry 1"} if bad == 1 else set()
        assert found[0].place in places, (act.__name__, seed, str(found[0]), bad)
        transaction.savepoint_rollback(point)


def sizes() -> list[int]:
    return list(Checkpoint.objects.values_list("size", flat=True))


@pytest.mark.usefixtures("ledger")
def test_a_ledger_written_anew_fails_its_checkpoints() -> None:
    written_anew(at=4)
    found = list(faults())
    assert found[0].place == "checkpoint 7"
    assert "not the ones that were signed" in found[0].reason


@pytest.mark.usefixtures("ledger")
def test_signing_it_anew_with_another_key_is_found() -> None:
    written_anew(at=4)
    stranger = read(new_pem().decode(), "test")
    for each in Checkpoint.objects.all():
        origin = each.note.partition("\n")[0]
        head = each.note.rpartition("\n\n")[0] + "\n"
        line = NamedKey(origin, stranger.public).line(stranger.sign(head.encode()))
        Checkpoint.objects.filter(pk=each.pk).update(note=f"{head}\n{line}")
    assert "No key that this ledger has named" in next(iter(faults())).reason


@pytest.mark.usefixtures("ledger")
def test_an_untouched_ledger_has_no_fault() -> None:
    assert not list(faults())
    checkpoint = Checkpoint.objects.get(size=COUNT)
    from accessmap.ledger.checkpoints import keys

    leaves = [bytes(each.leaf) for each in rows()]
    assert opened(checkpoint.note, keys()).root == tree.root_of(leaves)


def written_anew(at: int) -> None:
    """An operator changes an entry and makes every hash after it anew."""
    peaks: tree.Peaks = ()
    for size, each in enumerate(rows()):
        body = each.body
        if each.pk == at:
            body = body.replace('"role":2', '"role":9')
        leaf = tree.leaf_hash(body.encode())
        peaks = tree.grown(peaks, size, leaf)
        Entry.objects.filter(pk=each.pk).update(
            body=body, leaf=leaf, peaks=b"".join(peaks)
        )
