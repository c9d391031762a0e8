"""Rows of every account from one query, handed out account by account.

A query for each of thousands of accounts waits thousands of times for the database;
all rows at once would not fit into memory. So they come sorted by account, and whoever
asks for the accounts in the same order holds those of one at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

Row = tuple[Any, ...]


class Turns:
    """Rows whose first value is the account that they are of."""

    def __init__(self, rows: Iterable[Row], accounts: Sequence[str]) -> None:
        """Take rows in the order of ``accounts``; those of other accounts are left out.

        The order is the database's own: it need not be that of texts here.
        """
        self._places = {account: place for place, account in enumerate(accounts)}
        self._groups = groupby(rows, key=lambda row: str(row[0]))
        self._waiting: tuple[int, Iterable[Row]] | None = self._following()

    def of(self, account: str) -> Iterator[Row]:
        """Yield the rows of one account; each account is asked for once, in order."""
        wanted = self._places[account]
        while self._waiting is not None and self._waiting[0] < wanted:
            self._waiting = self._following()
        if self._waiting is not None and self._waiting[0] == wanted:
            yield from self._waiting[1]

    def _following(self) -> tuple[int, Iterable[Row]] | None:
        found = next(self._groups, None)
        return None if found is None else (self._places.get(found[0], -1), found[1])
