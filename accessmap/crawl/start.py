"""Begin a crawl, or go on with the one that is not finished."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accessmap.aws.errors import Failure
from accessmap.crawl.bell import ring_for
from accessmap.crawl.lease import DURATION, ORGANIZATION
from accessmap.crawl.plan import cover_scope
from accessmap.models import Crawl, Scope, User
from accessmap.models.crawl import REPLACED

# An unfinished crawl older than this is given up: half of what it read is stale.
RESUMABLE = timedelta(hours=24)
# One without a sign of life for this long stands in nobody's way.
IDLE = timedelta(minutes=10)
COMMAND_IDLE = DURATION  # a command holds a lease all the while

STOPPED = Failure(
    "not-attempted",
    "The crawl was stopped before it came here. The next crawl reads it.",
)


class CrawlRunning(Exception):
    """Another crawl is being read: of another selection, or one that is too old."""


def start_crawl(
    *,
    trigger: str,
    requested_by: User | None = None,
    selection: Mapping[str, list[str]] | None = None,
) -> Crawl:
    """Begin a crawl and ring for workers; ``command`` reads by itself, unrung.

    A running crawl of the same selection is returned instead, to go on with.
    """
    wanted = {key: sorted(set(value)) for key, value in (selection or {}).items()}
    wanted = {key: value for key, value in wanted.items() if value}
    with transaction.atomic():
        crawl = _running(wanted)
        if crawl is None:
            crawl = _begin(trigger, requested_by, wanted)
        elif trigger != "command" and crawl.trigger == "command":
            # Whoever began it may be dead; from now on the sweeper rings for it.
            crawl.trigger = trigger
            crawl.requested_by = crawl.requested_by or requested_by
            crawl.save(update_fields=["trigger", "requested_by"])
    if trigger != "command":
        ring_for(crawl.pk)
    return crawl


def _running(wanted: dict[str, list[str]]) -> Crawl | None:
    """Return what to go on with; give up what nobody works on any more."""
    for crawl in Crawl.objects.select_for_update().running():
        is_fresh = timezone.now() - crawl.started_at < RESUMABLE
        if crawl.selection == wanted and is_fresh:
            return crawl
        if _is_alive(crawl):
            raise CrawlRunning(_why_not(crawl, wanted) % {"id": crawl.pk})
        _give_up(crawl)
    return None


def _why_not(crawl: Crawl, wanted: dict[str, list[str]]) -> str:
    """Say why a crawl that lives is not gone on with."""
    if crawl.selection == wanted:
        return _("Crawl %(id)d has been running since yesterday. Wait for its end.")
    return _("Crawl %(id)d is running with another selection. Wait for its end.")


def _give_up(crawl: Crawl) -> None:
    """End a crawl that nobody works on; what it did not come to is not attempted."""
    for scope in crawl.scopes.unfinished():
        cover_scope(scope, STOPPED)
    crawl.state = Crawl.State.FAILED
    crawl.error = REPLACED
    crawl.finished_at = timezone.now()
    crawl.save(update_fields=["state", "error", "finished_at"])


def _is_alive(crawl: Crawl) -> bool:
    """Say whether something happened in it lately."""
    signs = crawl.scopes.aggregate(at=Max("lease_expires_at"))["at"]
    ends = crawl.coverage.aggregate(at=Max("finished_at"))["at"]
    last = max(filter(None, [crawl.started_at, signs, ends]))
    longest = COMMAND_IDLE if crawl.trigger == "command" else IDLE
    return bool(timezone.now() - last < longest)


def _begin(
    trigger: str, requested_by: User | None, wanted: dict[str, list[str]]
) -> Crawl:
    crawl = Crawl.objects.create(
        trigger=trigger, requested_by=requested_by, selection=wanted
    )
    Scope.objects.create(crawl=crawl, account_id="", collector=ORGANIZATION)
    return crawl
