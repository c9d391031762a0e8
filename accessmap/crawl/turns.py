"""Whose turn is it? Accounts take turns, since AWS's limits are each account's own.

The first accounts are read to their end before the last are begun: a crawl that was
stopped has then read some of them wholly, and few scopes wait in memory.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator

from accessmap.crawl import lease
from accessmap.crawl.lease import PER_ACCOUNT, Work
from accessmap.models import Crawl

ACCOUNTS = 32  # whose scopes are looked up at once


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
                self._look(busy)
                is_new = True
            for work in lease.claim_all(chosen):
                wanted -= 1
                yield work

    def _choose(self, wanted: int, busy: Counter[str]) -> list[int]:
        """Take scopes of the least busy accounts, the first first; count them busy."""
        chosen: list[int] = []
        for most in range(PER_ACCOUNT):
            for account_id in [each for each in self.waiting if busy[each] <= most]:
                if len(chosen) == wanted:
                    return chosen
                chosen.append(self.waiting[account_id].popleft())
                busy[account_id] += 1
                if not self.waiting[account_id]:
                    del self.waiting[account_id]
        return chosen

    def _look(self, busy: Counter[str]) -> None:
        """Look up what waits by now in the first accounts that may be asked more."""
        full = [each for each, count in busy.items() if count >= PER_ACCOUNT]
        ready = lease.ready(self.crawl.pk).exclude(account_id__in=full)
        accounts = ready.order_by("account_id").values_list("account_id", flat=True)
        first = ready.filter(account_id__in=list(accounts.distinct()[:ACCOUNTS]))
        self.waiting = {}
        found = first.order_by("account_id", "attempts", "pk")
        for pk, account_id in found.values_list("pk", "account_id"):
            self.waiting.setdefault(account_id, deque()).append(pk)
