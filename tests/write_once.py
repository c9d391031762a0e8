"""Judgments cannot be deleted, so a test that commits them lifts the triggers after."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test import TransactionTestCase

from accessmap.ledger import triggers as ledger

TRIGGERS = importlib.import_module("reviews.migrations.0002_write_once")


@contextmanager
def lifted() -> Iterator[None]:
    """Without the triggers, for as long as a database is emptied."""
    with connection.schema_editor() as editor:
        TRIGGERS.lift(None, editor)
        ledger.lift(editor)
    yield
    with connection.schema_editor() as editor:
        TRIGGERS.protect(None, editor)
        ledger.protect(editor)


def empty_after_committing_tests() -> None:
    """Let Django empty the database after tests that commit, as it does for all."""
    empty = TransactionTestCase._fixture_teardown  # noqa: SLF001  (no other door)

    def empty_lifted(self: Any) -> None:
        with lifted():
            empty(self)

    TransactionTestCase._fixture_teardown = empty_lifted  # noqa: SLF001
