"""What a trail wrote: log files from S3, and events as the AWS CLI prints them.

They reach further back than the event history's 90 days. AccessMap never fetches them:
that would be a read of data. Who has them may import them; they show that a role was
used, and never that it was not.

AWS: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from accessmap.aws.collector import Use, Where
from accessmap.collectors.event_history import EVENTS, use_of

GZIP = b"\x1f\x8b"
LARGEST = 1 << 29  # of one file, unpacked: CloudTrail's own are some megabytes
Json = Mapping[str, Any]
Key = tuple[str, str, str]  # role, event, caller


@dataclass
class History:
    """What files tell of the use of roles, by account and region."""

    uses: dict[tuple[str, str], dict[Key, Use]] = field(default_factory=dict)
    # An organization's trail and an account's write the same event twice.
    _seen: set[str] = field(default_factory=set)

    def take(self, records: list[Json]) -> bool:
        """Add what one file tells; say whether it is such a file."""
        if not all(isinstance(each, dict) and "eventName" in each for each in records):
            return False
        for each in records:
            if each["eventName"] in EVENTS and each["eventID"] not in self._seen:
                self._seen.add(each["eventID"])
                self._add(each)
        return True

    def _add(self, told: Json) -> None:
        where = Where(str(told["recipientAccountId"]), str(told["awsRegion"]))
        here = self.uses.setdefault((where.account_id, where.region), {})
        at = datetime.fromisoformat(told["eventTime"]).astimezone(UTC)
        if use := use_of(told["eventName"], told, at, where):
            key = (use.role_arn, use.event, use.caller)
            here[key] = here[key] + use if key in here else use


def printed_events(events: list[Json]) -> list[Json]:
    """Return the records that `aws cloudtrail lookup-events` printed, each as text."""
    return [json.loads(each["CloudTrailEvent"]) for each in events]


def unpacked(body: bytes) -> bytes:
    """Return the content of a file, that CloudTrail packed; others as they are.

    One that would grow beyond all measure is refused as one that cannot be read.
    """
    if not body.startswith(GZIP):
        return body
    try:
        parts = zlib.decompressobj(wbits=31)
        found = parts.decompress(body, LARGEST)
    except zlib.error as error:
        raise gzip.BadGzipFile(str(error)) from error
    if not parts.eof:
        raise gzip.BadGzipFile("it is cut off, or unpacks to more than 512 MB")
    return found


def places(history: History) -> Iterator[tuple[Where, list[Use]]]:
    """Yield each account and region that files tell of, with what they tell."""
    for (account_id, region), uses in sorted(history.uses.items()):
        yield Where(account_id, region), list(uses.values())
