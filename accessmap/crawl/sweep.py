"""Find the work that died with its worker, within two minutes.

RQ's own recovery took up to 690 seconds, or never happened; the leases know better.
"""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils import timezone

from accessmap.aws.errors import Failure
from accessmap.crawl.bell import ring
from accessmap.crawl.finish import finish_crawl
from accessmap.crawl.lease import MAX_ATTEMPTS, ORGANIZATION, ready
from accessmap.crawl.plan import cover_scope
from accessmap.models import Crawl, Scope

logger = logging.getLogger(__name__)
DIED = Failure(
    "failed",
    f"The worker died or failed {MAX_ATTEMPTS} times over this, so it was set aside. "
    "Look into the worker's log; the next crawl tries again.",
    code="Quarantined",
)


def sweep() -> int:
    """Recover every running crawl and ring for what waits; return the bells rung."""
    rung = 0
    for crawl in Crawl.objects.running():
        recover(crawl)
        if finish_crawl(crawl.pk).finished_at is None and crawl.trigger != "command":
            rung += ring(ready(crawl.pk))
    return rung


def recover(crawl: Crawl) -> None:
    """Free the scopes whose lease has run out; set aside what killed three workers."""
    lost = crawl.scopes.filter(
        state=Scope.State.LEASED, lease_expires_at__lte=timezone.now()
    )
    lost.filter(attempts__lt=MAX_ATTEMPTS).update(
        state=Scope.State.WAITING, lease_expires_at=None
    )
    for scope in lost.filter(attempts__gte=MAX_ATTEMPTS):
        _quarantine(scope)


@transaction.atomic
def _quarantine(scope: Scope) -> None:
    """Set one scope aside, and say that its place was not read."""
    still = Scope.objects.filter(
        pk=scope.pk, state=Scope.State.LEASED, lease_token=scope.lease_token
    )
    if not still.update(state=Scope.State.QUARANTINED):
        return
    logger.error("%s was set aside after %s attempts.", scope, scope.attempts)
    if scope.collector == ORGANIZATION:
        Crawl.objects.filter(pk=scope.crawl_id).update(error=DIED.reason)
    cover_scope(scope, DIED)
