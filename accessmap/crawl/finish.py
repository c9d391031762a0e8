"""A crawl whose work is all done: how did it end?"""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils import timezone

from accessmap.crawl.steps import mark
from accessmap.derive.settle import settle
from accessmap.graph import ahead
from accessmap.ledger.append import append
from accessmap.models import Coverage, Crawl, Outcome
from accessmap.reach import fresh

logger = logging.getLogger(__name__)


def finish_crawl(crawl_id: int) -> Crawl:
    """End a crawl that has nothing left to do; safe to call at any time, twice too."""
    crawl, has_ended = end_crawl(crawl_id)
    if has_ended:
        # It takes a while, and nobody waits for it: the rows are true without it.
        fresh.after_crawl()
        ahead.draw_ahead()
    return crawl


@transaction.atomic
def end_crawl(crawl_id: int) -> tuple[Crawl, bool]:
    """Return the crawl, and whether it ended by this very call."""
    crawl = Crawl.objects.select_for_update().get(pk=crawl_id)
    if crawl.finished_at or crawl.scopes.unfinished().exists():
        return crawl, False
    crawl.state = _state(crawl)
    crawl.finished_at = timezone.now()
    crawl.save(update_fields=["state", "finished_at"])
    mark("ended, not committed", crawl)
    settle(crawl)
    append(
        "crawl-finished",
        by="crawl",
        about=f"crawl:{crawl.pk}",
        says={
            "state": str(crawl.state),
            "organization": crawl.organization_id,
            "started_at": crawl.started_at,
            "finished_at": crawl.finished_at,
        },
    )
    mark("settled, not committed", crawl)
    logger.info("Crawl %s ended: %s.", crawl.pk, crawl.state)
    return crawl, True


def _state(crawl: Crawl) -> str:
    """Return complete, partial, or failed where nothing at all was read."""
    rows = Coverage.objects.filter(crawl=crawl)
    read = rows.filter(outcome=Outcome.COMPLETE).exclude(service="organizations")
    # One bucket's policy is not a whole place, and is not nothing either.
    is_import = crawl.trigger == "import"
    if crawl.error or not (is_import or read.exists()):
        return Crawl.State.FAILED
    if rows.incomplete().exists():
        return Crawl.State.PARTIAL
    return Crawl.State.COMPLETE
