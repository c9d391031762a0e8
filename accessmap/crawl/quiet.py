"""Regions where nothing was, and which need not be read anew each time.

Seventeen regions with nothing in them cost more calls than all else. No call proves a
region empty; but where an earlier crawl read everything and found nothing, and where
nothing was written since, there is nothing. So with ``ACCESSMAP_QUIET_EVERY`` above 1
such a region is asked that one question, and is read in every Nth crawl all the same,
some regions in each. What is left out is *not attempted* in the ledger: no absence.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from accessmap.aws.collector import Collector
from accessmap.aws.errors import Failure
from accessmap.crawl.probe import HISTORY
from accessmap.models import Coverage, Crawl, Outcome, Resource, Snapshot
from accessmap.models.coverage import QUIET_REGION

# The event history goes back 90 days.
OLDEST = timedelta(days=85)
# AWS itself puts these into every region; with a policy they are somebody's.
EVERYWHERE = (
    Q(resource_type="AWS::CloudTrail::EventHistory")
    | Q(resource_type="AWS::CloudTrail::PolicyWriters")
    | Q(resource_type="AWS::ECR::RegistryPolicy")
    | Q(resource_type="AWS::Events::EventBus", arn__endswith=":event-bus/default")
)
# Who names what to read wants it read; and such a crawl says little of a region.
NARROWED = ("regions", "services")


def quiet(
    crawl: Crawl, account_id: str, regions: Iterable[str], readers: list[Collector]
) -> dict[str, datetime]:
    """Return the regions that need only be asked, each with when it was read last."""
    every = settings.QUIET_EVERY
    if every <= 1 or crawl.selection.keys() & set(NARROWED):
        return {}
    before = _last(crawl, every - 1)
    found = _read_whole(account_id, before, {each.name for each in readers})
    in_use = {region for region, _collector in used(account_id)}
    return {
        region: before[found[region]]
        for region in regions
        if region in found
        and region not in in_use
        and (crawl.pk + zlib.crc32(f"{account_id}{region}".encode())) % every
    }


def _last(crawl: Crawl, count: int) -> dict[int, datetime]:
    """Return the last ``count`` crawls of everything, and when each began."""
    rows = (
        Crawl.objects.finished()
        .exclude(trigger="import")
        .exclude(selection__has_any_keys=NARROWED)
        .filter(pk__lt=crawl.pk)
        .order_by("-pk")
        .values_list("pk", "started_at")[:count]
    )
    since = timezone.now() - OLDEST
    return {pk: at for pk, at in rows if at > since}


def _read_whole(
    account_id: str, crawls: Iterable[int], names: set[str]
) -> dict[str, int]:
    """Return region → the last of ``crawls`` in which all that is read there was."""
    fine = Q(outcome=Outcome.COMPLETE, gap_count=0) | Q(outcome=Outcome.REGION_OFF)
    history = Q(collector=HISTORY, outcome=Outcome.COMPLETE)  # the region was on
    rows = (
        Coverage.objects.filter(
            account_id=account_id, crawl__in=list(crawls), collector__in=names
        )
        .order_by("crawl")
        .values_list("region", "crawl")
        .annotate(
            read=Count("collector", distinct=True, filter=fine),
            missed=Count("pk", filter=~fine),
            was_on=Count("pk", filter=history),
        )
    )
    return {
        region: crawl
        for region, crawl, read, missed, was_on in rows
        if read == len(names) and was_on and not missed
    }


def used(account_id: str) -> Iterable[tuple[str, str]]:
    """Yield the regions where something of the account stands, and who saw it."""
    standing = Resource.objects.filter(account_id=account_id, ended_at=None)
    policies = Snapshot.objects.current().filter(resource=OuterRef("pk"))
    idle = EVERYWHERE & ~Exists(policies)
    return standing.exclude(idle).values_list("region", "collector").distinct()


def left_out(since: datetime) -> Failure:
    """Say why a quiet region was not read, and when it will be."""
    return Failure(
        "not-attempted",
        f"Nothing was here when it was read on {since:%Y-%m-%d}, and CloudTrail shows "
        "nothing written since. It is read at least in every "
        f"{settings.QUIET_EVERY}th crawl; ACCESSMAP_QUIET_EVERY=1 reads it in each.",
        code=QUIET_REGION,
        operation="LookupEvents",
    )
