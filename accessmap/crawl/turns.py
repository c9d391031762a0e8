"""Whose turn is it? Accounts take turns, since AWS's limits are each account's own."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from itertools import islice

from accessmap.crawl import lease
from accessmap.crawl.lease import Work
from accessmap.models import Crawl

PER_ACCOUNT = 4


class Turns:
    """The scopes that may be begun, looked up when those known are used up."""

    def __init__(self, crawl: Crawl) -> None:
        """Know of none yet."""
        self.crawl = crawl
        self.waiting: dict[str, deque[int]] = {}

    def take(self, wanted: int, busy: Counter[str]) -> Iterator[Work]:
        """Lease up to ``wanted`` scopes, where fewer than PER_ACCOUNT are ``busy``."""
        busy = busy.copy()
        is_new = False
        while wanted > 0:
            chosen = self._choose(wanted, busy)
            if not chosen:
                if is_new:
                    return
                self._look()
                is_new = True
            for work in lease.claim_all(chosen):
                wanted -= 1
                yield work

    def _choose(self, wanted: int, busy: Counter[str]) -> list[int]:
        """Take scopes from the accounts in turn, and count them as busy."""
        chosen: list[int] = []
        while len(chosen) < wanted:
            idle = (each for each in self.waiting if busy[each] < PER_ACCOUNT)
            free = list(islice(idle, wanted - len(chosen)))
            if not free:
                break
            for account_id in free:
                line = self.waiting.pop(account_id)
                chosen.append(line.popleft())
                busy[account_id] += 1
                if line:  # at the end of the accounts
                    self.waiting[account_id] = line
        return chosen

    def _look(self) -> None:
        """Look up what waits by now."""
        self.waiting = {}
        ready = lease.ready(self.crawl.pk).order_by("attempts", "pk")
        for pk, account_id in ready.values_list("pk", "account_id"):
            self.waiting.setdefault(account_id, deque()).append(pk)
