"""Run one scope: lease it, read it, write it. What follows is rung for."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from accessmap.aws.watch import Watch, watching
from accessmap.crawl import lease
from accessmap.crawl.bell import BrokerDown, ring_for
from accessmap.crawl.finish import finish_crawl
from accessmap.crawl.lease import (
    ACCOUNT,
    GRANTS,
    ORGANIZATION,
    QUIET,
    Cost,
    LeaseLost,
    Work,
)
from accessmap.crawl.ledger import write_coverage
from accessmap.crawl.look import Reading, look
from accessmap.crawl.opinions import store_opinions
from accessmap.crawl.organization import Organization, read_organization
from accessmap.crawl.plan import open_account, open_region, plan_accounts
from accessmap.crawl.probe import Probe, probe
from accessmap.crawl.regions import Entry, enter_account
from accessmap.crawl.steps import mark
from accessmap.crawl.store import store
from accessmap.crawl.uses import store_uses
from accessmap.crawl.writers import store_writers
from accessmap.models import Crawl

LONG_ENOUGH = 60.0  # seconds; then another job goes on, before this one grows large
logger = logging.getLogger(__name__)
Result = Organization | Entry | Probe | Reading | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What AWS said about one scope, and what asking cost."""

    result: Result
    cost: Cost


def read(work: Work, on_call: Callable[[], None]) -> Answer:
    """Ask AWS what ``work`` wants to know. Touches no database."""
    began = time.thread_time()
    mark("leased", work)
    result = _ask(work, on_call)
    mark("read", work)
    return Answer(result, Cost(_calls(result), time.thread_time() - began))


def _ask(work: Work, on_call: Callable[[], None]) -> Result:
    if work.collector == ORGANIZATION:
        return read_organization(on_call)
    if work.collector == ACCOUNT:
        with watching(Watch(on_call=on_call)) as watch:
            entry = enter_account(work.account_id)
        return replace(entry, call_count=watch.call_count)
    if work.collector == QUIET:
        return probe(work, on_call)
    if work.collector == GRANTS:
        return None
    return look(work, on_call)


def _calls(result: Result) -> int:
    """Return how many calls a result took."""
    if isinstance(result, Organization):
        return sum(part.watch.call_count for part in result.parts.values())
    if isinstance(result, Reading):
        return result.watch.call_count + result.door.call_count
    return result.call_count if result else 0


def settle(work: Work, answer: Answer) -> bool:
    """Write what was read, or leave it for another attempt; say which.

    All in one transaction, which begins by locking the scope: an orphan whose scope was
    taken over writes nothing.
    """
    began = time.thread_time()
    failure = getattr(answer.result, "failure", None)
    if failure is not None and failure.may_pass and not work.is_last_attempt:
        lease.give_back(work, answer.cost)
        mark("given back", work)
        return False
    with transaction.atomic():
        crawl = lease.lock(work).crawl
        mark("locked", work)
        _write(crawl, work, answer.result)
        mark("written, not closed", work)
        cpu_seconds = answer.cost.cpu_seconds + time.thread_time() - began
        lease.finish(work, replace(answer.cost, cpu_seconds=cpu_seconds))
        mark("closed, not committed", work)
    mark("committed", work)
    return True


def _write(crawl: Crawl, work: Work, result: Any) -> None:
    if work.collector == ORGANIZATION:
        plan_accounts(crawl, result)
    elif work.collector == ACCOUNT:
        open_account(crawl, work.account_id, result)
    elif work.collector == QUIET:
        open_region(crawl, work, result)
    elif work.collector == GRANTS:
        from accessmap.derive.grants import derive_account

        derive_account(crawl, work.account_id)
    else:
        store(crawl, result)
        store_opinions(result)
        store_uses(crawl, result)
        store_writers(crawl, result)
        write_coverage(crawl, result)


def run_scopes(scope_id: int) -> None:
    """Do, for a minute, what may be begun in the account of a scope.

    One process keeps for all of it the account's sessions, the clients, and the pace
    that throttling taught: with a process for each, a scope cost seven times the CPU.
    """
    until = time.monotonic() + LONG_ENOUGH
    work = lease.claim_beside(scope_id)
    if work is not None:  # whoever is free joins in
        _ring(work.crawl_id, account_id=work.account_id)
    while work is not None:
        run_scope(work)
        if time.monotonic() > until:
            _ring(work.crawl_id, account_id=work.account_id)
            return
        work = lease.claim_beside(scope_id)


def run_scope(work: Work) -> None:
    """Do one leased scope from beginning to end; nothing, if another has taken it."""
    try:
        settle(work, read(work, lease.renewer(work)))
    except LeaseLost as lost:
        logger.warning("%s", lost)
        return
    except Exception:
        lease.abandon(work)
        _ring(work.crawl_id, account_id=work.account_id)  # for all but this one
        raise
    _go_on(work)


def _go_on(work: Work) -> None:
    """Ring for what this scope made possible, and close the crawl after the last."""
    if work.collector == ORGANIZATION:
        _ring(work.crawl_id)
    elif work.collector in {ACCOUNT, QUIET}:
        _ring(work.crawl_id, account_id=work.account_id)
    mark("rung", work)
    finish_crawl(work.crawl_id)


def _ring(crawl_id: int, *, account_id: str | None = None) -> None:
    try:
        ring_for(crawl_id, account_id=account_id)
    except BrokerDown as down:
        logger.warning("%s", down)  # the sweep rings again
