"""Who works on a scope: one at a time, and provably so.

RQ may run a job twice at once: a killed worker leaves its work-horse running. So the
row is the truth. Whoever leases it gets a number, and writes only while that is still
the row's number.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from accessmap.models import Scope

DURATION = timedelta(seconds=90)
RENEW_AFTER = 20.0  # seconds; a call with its retries is far shorter than a lease
MAX_ATTEMPTS = 3
PER_ACCOUNT = 4  # at once: AWS's limits are each account's own

ORGANIZATION = "organization"
ACCOUNT = "account"
QUIET = "quiet-region"
GRANTS = "grants"


class LeaseLost(Exception):
    """Somebody else works on this scope now; what was read here is thrown away."""

    def __init__(self, work: Work) -> None:
        """Name the scope."""
        super().__init__(f"Scope {work.scope_id} was taken over by another worker.")


@dataclass(frozen=True, slots=True)
class Work:
    """One leased scope, as a value that threads may carry."""

    scope_id: int
    token: int
    crawl_id: int
    account_id: str
    region: str
    collector: str
    attempts: int
    organization_id: str = ""
    selection: dict[str, list[str]] = field(default_factory=dict)
    since: datetime | None = None

    @property
    def is_last_attempt(self) -> bool:
        """Say whether the outcome stands whatever it is."""
        return self.attempts >= MAX_ATTEMPTS


@dataclass(frozen=True, slots=True)
class Cost:
    """What an attempt cost: calls to AWS, and seconds of our own CPU."""

    calls: int = 0
    cpu_seconds: float = 0.0

    @property
    def columns(self) -> dict[str, Any]:
        """Return it as an addition to a scope's columns."""
        milliseconds = round(1000 * self.cpu_seconds)
        return {
            "call_count": F("call_count") + self.calls,
            "cpu_ms": F("cpu_ms") + milliseconds,
        }


NOTHING = Cost()


def _claimable() -> Q:
    """Return what may be leased: nobody's, or a dead worker's."""
    lost = Q(
        state=Scope.State.LEASED,
        lease_expires_at__lte=timezone.now(),
        attempts__lt=MAX_ATTEMPTS,
    )
    return Q(state=Scope.State.WAITING) | lost


def claim(scope_id: int) -> Work | None:
    """Lease a scope, or return None where there is nothing to do."""
    return next(iter(claim_all([scope_id])), None)


@transaction.atomic
def claim_beside(scope_id: int) -> Work | None:
    """Lease what comes next in the account of a scope, unless enough is done there."""
    scope = Scope.objects.filter(pk=scope_id).first()
    if scope is None:
        return None
    here = Scope.objects.filter(crawl=scope.crawl_id, account_id=scope.account_id)
    busy = here.filter(state=Scope.State.LEASED, lease_expires_at__gt=timezone.now())
    if busy.count() >= PER_ACCOUNT:
        return None
    next_ones = ready(scope.crawl_id).filter(account_id=scope.account_id)
    return next(iter(_lease(next_ones, 1)), None)


@transaction.atomic
def claim_all(scope_ids: Collection[int]) -> list[Work]:
    """Lease those of the scopes that nobody else has."""
    return _lease(Scope.objects.filter(_claimable(), pk__in=scope_ids), len(scope_ids))


def _lease(scopes: QuerySet[Scope], most: int) -> list[Work]:
    free = (
        scopes.select_for_update(of=("self",), skip_locked=True)
        .filter(crawl__finished_at=None)
        .select_related("crawl")
        .order_by("attempts", "pk")
    )
    works = [_leased(scope) for scope in free[:most]]
    Scope.objects.filter(pk__in=[work.scope_id for work in works]).update(
        state=Scope.State.LEASED,
        lease_token=F("lease_token") + 1,
        attempts=F("attempts") + 1,
        lease_expires_at=timezone.now() + DURATION,
    )
    return works


def _leased(scope: Scope) -> Work:
    """Return a free scope as it is once it is leased."""
    return Work(
        scope_id=scope.pk,
        token=scope.lease_token + 1,
        crawl_id=scope.crawl_id,
        account_id=scope.account_id,
        region=scope.region,
        collector=scope.collector,
        attempts=scope.attempts + 1,
        organization_id=scope.crawl.organization_id,
        selection=dict(scope.crawl.selection),
        since=scope.since,
    )


def _held(work: Work) -> QuerySet[Scope]:
    """Return the row if it is still ours."""
    return Scope.objects.filter(
        pk=work.scope_id, lease_token=work.token, state=Scope.State.LEASED
    )


def renew(work: Work) -> None:
    """Say that we are alive."""
    if not _held(work).update(lease_expires_at=timezone.now() + DURATION):
        raise LeaseLost(work)


def give_back(work: Work, cost: Cost = NOTHING) -> None:
    """Leave the scope for another attempt; quietly, if it is no longer ours."""
    _held(work).update(state=Scope.State.WAITING, lease_expires_at=None, **cost.columns)


def abandon(work: Work) -> None:
    """Leave the scope as a dead worker would, for ``sweep.recover`` to find."""
    _held(work).update(lease_expires_at=timezone.now())


def lock(work: Work) -> Scope:
    """Return the row, which nobody takes over before this transaction ends.

    Raises:
        LeaseLost: if it was taken over.
    """
    rows = _held(work).select_for_update(of=("self",)).select_related("crawl")
    if scope := rows.first():
        return scope
    raise LeaseLost(work)


def finish(work: Work, cost: Cost = NOTHING) -> None:
    """Close the scope, or raise LeaseLost."""
    if not _held(work).update(
        state=Scope.State.DONE, lease_expires_at=None, **cost.columns
    ):
        raise LeaseLost(work)


def renewer(work: Work) -> Callable[[], None]:
    """Return what renews the lease when called, at most every RENEW_AFTER seconds."""
    last = time.monotonic()

    def renew_now_and_then() -> None:
        nonlocal last
        if time.monotonic() - last > RENEW_AFTER:
            renew(work)
            last = time.monotonic()

    return renew_now_and_then


def ready(crawl_id: int) -> QuerySet[Scope]:
    """Return the scopes that may be begun: grants come after all of their account."""
    siblings = (
        Scope.objects.unfinished()
        .filter(crawl=crawl_id, account_id=OuterRef("account_id"))
        .exclude(collector=GRANTS)
    )
    return (
        Scope.objects.waiting()
        .filter(crawl=crawl_id)
        .exclude(Q(collector=GRANTS) & Exists(siblings))
    )
