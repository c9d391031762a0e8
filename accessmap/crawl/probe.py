"""Was anything written in a region since some moment? AWS only, no database.

CloudTrail's event history cannot be switched off and holds every change of settings of
the last 90 days; whatever comes into being in a region is such a change.

AWS: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from accessmap.aws.assume import enter
from accessmap.aws.errors import Failure, classify
from accessmap.aws.session import acting_in, client
from accessmap.aws.watch import Watch, watching
from accessmap.crawl.lease import LeaseLost, Work

HISTORY = "event_history"  # the collector that has the permission
ONLY = frozenset({"cloudtrail:LookupEvents"})
# What was written just before we read may have been seen or not.
MARGIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Probe:
    """Whether a region was written to; unknown counts as written."""

    is_quiet: bool = False
    failure: Failure | None = None
    call_count: int = 0


def probe(work: Work, on_call: Callable[[], None]) -> Probe:
    """Ask for one change since the region was last read."""
    watch = Watch(allowed=ONLY, account_id=work.account_id, on_call=on_call)
    is_quiet, failure = False, None
    with watching(watch):
        try:
            is_quiet = _is_quiet(work)
        except LeaseLost:
            raise
        except Exception as error:  # noqa: BLE001  (any error: not known to be quiet)
            failure = classify(error)
    return Probe(is_quiet, failure, watch.call_count)


def _is_quiet(work: Work) -> bool:
    if work.since is None:
        return False
    with acting_in(enter(work.account_id, HISTORY)):
        answer = client("cloudtrail", work.region).lookup_events(
            LookupAttributes=[{"AttributeKey": "ReadOnly", "AttributeValue": "false"}],
            StartTime=work.since - MARGIN,
            MaxResults=1,
        )
    # An empty page that names a next one proves nothing.
    return not answer["Events"] and not answer.get("NextToken")
