"""Ring for a worker. The truth about work is in the rows; a bell may be lost."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter

import django_rq
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from accessmap.crawl.lease import ready
from accessmap.models import Scope

QUEUE = "crawl"
RUN = "accessmap.jobs.run_scopes"


class BrokerDown(Exception):
    """No worker can be called. The work is in the database and goes on later."""


def job_id(scope_id: int, attempts: int) -> str:
    """Name a job after its scope and attempt: a second bell is the same bell."""
    return f"scope-{scope_id}-{attempts}"


def ring_for(crawl_id: int, *, account_id: str | None = None) -> None:
    """Ring for the scopes that may be begun, once what was written stands."""
    scopes = ready(crawl_id)
    if account_id is not None:
        scopes = scopes.filter(account_id=account_id)
    transaction.on_commit(lambda: ring(scopes))


def ring(scopes: QuerySet[Scope]) -> int:
    """Put the first scope of each account into the queue, unless it waits there.

    Whoever hears it does the rest of that account, and rings for company.
    """
    found = scopes.order_by("account_id", "attempts", "pk")
    rows = found.values_list("account_id", "attempts", "pk").iterator()
    try:
        queue = django_rq.get_queue(QUEUE, commit_mode="auto")
        waiting = set(queue.get_job_ids())
        count = 0
        for _account_id, of_one in groupby(rows, itemgetter(0)):
            _account_id, attempts, pk = next(of_one)
            name = job_id(pk, attempts)
            if name not in waiting:
                queue.enqueue(RUN, pk, job_id=name, result_ttl=0)
                count += 1
    except RedisError as error:
        raise BrokerDown(
            _(
                "The crawl is noted, but the queue at %(url)s cannot be reached. Start "
                "it, and a worker goes on within two minutes; or run "
                "`manage.py crawl`, which needs no queue."
            )
            % {"url": _without_password(settings.REDIS_URL)}
        ) from error
    return count


def _without_password(url: str) -> str:
    """Return an address that may be shown."""
    scheme, _sep, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"
