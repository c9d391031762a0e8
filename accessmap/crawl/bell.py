"""Ring for a worker. The truth about work is in the rows; a bell may be lost."""

from __future__ import annotations

from collections.abc import Iterable

import django_rq
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from accessmap.crawl.lease import GRANTS, ready
from accessmap.models import Scope

QUEUE = "crawl"
RUN = "accessmap.jobs.run_scope"


class BrokerDown(Exception):
    """No worker can be called. The work is in the database and goes on later."""


def job_id(scope_id: int, attempts: int) -> str:
    """Name a job after its scope and attempt: a second bell is the same bell."""
    return f"scope-{scope_id}-{attempts}"


def ring_for(
    crawl_id: int, *, account_id: str | None = None, only_grants: bool = False
) -> None:
    """Ring for the scopes that may be begun, once what was written stands."""
    scopes = ready(crawl_id)
    if account_id is not None:
        scopes = scopes.filter(account_id=account_id)
    if only_grants:
        scopes = scopes.filter(collector=GRANTS)
    transaction.on_commit(lambda: ring(scopes))


def ring(scopes: Iterable[Scope]) -> int:
    """Put every scope into the queue, unless it waits there already."""
    try:
        queue = django_rq.get_queue(QUEUE, commit_mode="auto")
        waiting = set(queue.get_job_ids())
        count = 0
        for scope in scopes:
            name = job_id(scope.pk, scope.attempts)
            if name not in waiting:
                queue.enqueue(RUN, scope.pk, job_id=name, result_ttl=0)
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
