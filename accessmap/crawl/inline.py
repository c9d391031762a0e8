"""Crawl in this process: threads ask AWS, one writer keeps what they bring."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from threading import Event

from django.db.models import Count, Q

from accessmap.crawl import lease
from accessmap.crawl.finish import finish_crawl
from accessmap.crawl.lease import LeaseLost, Work
from accessmap.crawl.run import Answer, read, settle
from accessmap.crawl.sweep import recover
from accessmap.crawl.turns import Turns
from accessmap.models import Crawl, Scope

logger = logging.getLogger(__name__)
TICK = 1.0  # seconds between two looks at the leases while all threads are busy
TELL_AFTER = 0.5


@dataclass
class Progress:
    """How far a crawl is."""

    done: int = 0
    total: int = 0
    inside: int = 0  # of the total, what was found by entering accounts
    calls: int = 0  # by this process
    accounts_done: int = 0
    accounts: int = 0
    entered: int = 0
    already: int | None = None  # done before this process began
    began: float = field(default_factory=time.monotonic)
    told: float = 0.0

    @property
    def seconds(self) -> float:
        """Return how long it has taken so far."""
        return max(time.monotonic() - self.began, 0.001)

    @property
    def scopes_left(self) -> float | None:
        """Return about how many scopes are left; None before an account is entered.

        Of accounts that were not entered the scopes are not known yet: each is taken
        to have as many as those that were.
        """
        if not self.entered:
            return None
        unknown = self.inside * (self.accounts - self.entered) / self.entered
        return self.total - self.done + unknown

    @property
    def seconds_left(self) -> float | None:
        """Return about how long the rest takes, at the rate so far; None if unknown."""
        done = self.done - (self.already or 0)
        left = self.scopes_left
        return None if left is None or not done else self.seconds * left / done

    def count(self, crawl: Crawl) -> None:
        """Count what is done of what is known to be there."""
        scopes = crawl.scopes.order_by()
        ended = Q(state__in=[Scope.State.DONE, Scope.State.QUARANTINED])
        entering, grants = Q(collector=lease.ACCOUNT), Q(collector=lease.GRANTS)
        outside = entering | Q(collector=lease.ORGANIZATION)
        counted = scopes.aggregate(
            total=Count("pk"),
            inside=Count("pk", filter=~outside),
            done=Count("pk", filter=ended),
            accounts=Count("pk", filter=entering),
            entered=Count("pk", filter=entering & ended),
            grants=Count("pk", filter=grants),
            grants_done=Count("pk", filter=grants & ended),
        )
        self.total, self.done = counted["total"], counted["done"]
        self.inside = counted["inside"]
        self.accounts, self.entered = counted["accounts"], counted["entered"]
        # Who could not be entered has no grants to derive: that account is done.
        left = counted["grants"] - counted["grants_done"]
        self.accounts_done = self.entered - left
        if self.already is None:
            self.already = self.done


@dataclass
class Flight:
    """One scope that a thread reads just now."""

    work: Work
    renew: Callable[[], None]


Flights = dict[Future[Answer], Flight]


def crawl_inline(
    crawl: Crawl,
    *,
    threads: int,
    progress: Callable[[Progress], None] = lambda _progress: None,
    stop: Event | None = None,
) -> Crawl:
    """Do all that is left of ``crawl``, and return it as it ended.

    Once ``stop`` is set, what is being read is given back, and it has not ended.
    """
    stop = stop or Event()
    state = Progress()
    state.count(crawl)
    flights: Flights = {}
    turns = Turns(crawl)
    with ThreadPoolExecutor(max_workers=threads) as pool:
        try:
            while not stop.is_set() and (
                _take_off(turns, pool, flights, threads) or _is_left(crawl)
            ):
                _land(flights, state)
                _tell(crawl, state, progress)
        finally:
            for flight in flights.values():
                lease.give_back(flight.work)
    state.count(crawl)
    progress(state)
    return finish_crawl(crawl.pk)


def _take_off(
    turns: Turns, pool: ThreadPoolExecutor, flights: Flights, threads: int
) -> bool:
    """Lease what may be begun, a few of each account; say whether anything flies."""
    recover(turns.crawl)
    busy = Counter(flight.work.account_id for flight in flights.values())
    for work in turns.take(threads - len(flights), busy):
        future = pool.submit(read, work, lambda: None)
        flights[future] = Flight(work, lease.renewer(work))
    return bool(flights)


def _is_left(crawl: Crawl) -> bool:
    """Say whether other workers still hold a part of this crawl."""
    running = Crawl.objects.running().filter(pk=crawl.pk)
    return running.exists() and crawl.scopes.unfinished().exists()


def _land(flights: Flights, state: Progress) -> None:
    """Wait for threads, write what they bring, keep the others' leases alive."""
    if not flights:
        time.sleep(TICK)
        return
    landed, _ = wait(flights, timeout=TICK, return_when=FIRST_COMPLETED)
    for future in landed:
        _settle(flights.pop(future).work, future, state)
    for flight in flights.values():
        try:
            flight.renew()
        except LeaseLost as lost:
            logger.warning("%s", lost)


def _settle(work: Work, future: Future[Answer], state: Progress) -> None:
    """Write what a thread brought; a worker that took over has the last word."""
    try:
        answer = future.result()
        settle(work, answer)
    except LeaseLost as lost:
        logger.warning("%s", lost)
    # A mistake of ours in one scope must not stop the others; after three attempts
    # the scope is set aside, and coverage says so.
    except Exception:
        logger.exception("%s in %s failed.", work.collector, work.account_id)
        lease.abandon(work)
    else:
        state.calls += answer.cost.calls


def _tell(crawl: Crawl, state: Progress, progress: Callable[[Progress], None]) -> None:
    """Report now and then; counting each time would cost more than reading."""
    if time.monotonic() - state.told > TELL_AFTER:
        state.told = time.monotonic()
        state.count(crawl)
        progress(state)
