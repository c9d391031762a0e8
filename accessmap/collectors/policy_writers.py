"""CloudTrail's event history: who last wrote which policy.

The history is AWS's own: 90 days, whether or not there is a trail. All writes are asked
for at once, which one call answers where little happens. Where much does, each name is
asked for: a lookup takes one attribute, and AWS answers two a second. How far back that
reached stands in the sighting's facts, by service.

AWS: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from accessmap.aws.collector import Collector, Sighting, Where, Written, register
from accessmap.aws.writer import writer_of
from accessmap.aws.writes import HOMES, WRITES, Write

if TYPE_CHECKING:
    from mypy_boto3_cloudtrail import CloudTrailClient

DAYS = 90  # what the event history keeps
PAGE = 50  # the most that one answer holds
PAGES_OF_ALL = 10  # of all writes together: some five seconds
PAGES_OF_EACH = 4  # of one name, where all together are too many


@dataclass
class Found:
    """The last write of each policy, and how far back each service was read."""

    where: Where
    writes: dict[tuple[str, str, str], Written] = field(default_factory=dict)
    reached: dict[str, datetime] = field(default_factory=dict)

    def take(self, event: Mapping[str, Any]) -> None:
        """Keep a write of a policy, if it is the last one of it."""
        service = str(event.get("EventSource") or "").removesuffix(".amazonaws.com")
        write = WRITES.get(service, {}).get(str(event["EventName"]))
        if write is None:
            return
        told = json.loads(event["CloudTrailEvent"])
        named = _named(write, told, self.where)
        if told.get("errorCode") or not named:
            return
        at = event["EventTime"].astimezone(UTC)
        name = str(event["EventName"])
        found = Written(service, write.kind.value, named, name, at, writer_of(told))
        last = self.writes.get(found.key)
        if last is None or last.at < at:
            self.writes[found.key] = found

    def cut(self, service: str, oldest: datetime) -> None:
        """Note that a service was not read to the end."""
        oldest = oldest.astimezone(UTC)
        self.reached[service] = max(oldest, self.reached.get(service, oldest))


@register
class PolicyWriters(Collector):
    """Who last wrote which policy in a region, as far as AWS still knows."""

    resource_type = "AWS::CloudTrail::PolicyWriters"
    service = "cloudtrail"
    permissions = ("cloudtrail:LookupEvents",)

    def find(
        self, client: CloudTrailClient, where: Where
    ) -> Iterator[Sighting | Written]:
        """Yield the last write of each policy, and how far back that was looked."""
        found = Found(where)
        if _look_up(client, "ReadOnly", "false", PAGES_OF_ALL, found) is not None:
            for name, services in _events_of(where.region).items():
                oldest = _look_up(client, "EventName", name, PAGES_OF_EACH, found)
                for each in services if oldest else ():
                    found.cut(each, oldest or datetime.now(tz=UTC))
        yield from found.writes.values()
        reached = {each: at.isoformat() for each, at in sorted(found.reached.items())}
        yield Sighting(
            arn=where.arn("cloudtrail", "policy-writers"),
            name=where.region,
            facts={"days": DAYS, "reached": reached},
        )

    def read(
        self, client: CloudTrailClient, handle: Sighting | Written, where: Where
    ) -> Sighting | Written:
        """Keep what was looked up; no further call is needed."""
        return handle


def _events_of(region: str) -> Mapping[str, list[str]]:
    """Return the events to ask for in a region, each with the services that have it."""
    events: dict[str, list[str]] = {}
    for service, writes in WRITES.items():
        for name in writes if service != "iam" or region in HOMES.values() else ():
            events.setdefault(name, []).append(service)
    return events


def _look_up(
    client: CloudTrailClient, key: Any, value: str, most: int, found: Found
) -> datetime | None:
    """Take the events of one lookup; return the oldest time read where not all was."""
    pages = client.get_paginator("lookup_events").paginate(
        LookupAttributes=[{"AttributeKey": key, "AttributeValue": value}],
        PaginationConfig={"PageSize": PAGE},
    )
    oldest = datetime.now(tz=UTC)
    for number, page in enumerate(pages, start=1):
        for event in page["Events"]:
            oldest = event["EventTime"]
            found.take(event)
        if number == most and page.get("NextToken"):
            return oldest
    return None


def _named(write: Write, told: Mapping[str, Any], where: Where) -> str:
    """Return how a resource of this account is named; nothing for another's."""
    is_answer = write.named_by.startswith(">")
    value: Any = told.get("responseElements" if is_answer else "requestParameters")
    for part in write.named_by.removeprefix(">").split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    named, lies_in = _short(str(value or ""), told)
    return named if lies_in in {"", where.account_id} else ""


def _short(named: str, told: Mapping[str, Any]) -> tuple[str, str]:
    """Return how a resource is named, and the account that the name tells, if it does.

    A function may be told by its name, by a part of its ARN, or by all of it.
    https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
    """
    qualifier = str((told.get("requestParameters") or {}).get("qualifier") or "")
    if "function:" in named or qualifier:
        named = ":".join(filter(None, (named.rpartition("function:")[2], qualifier)))
    elif named.startswith("arn:"):
        return named, named.split(":")[4]
    elif "://" in named:  # a queue's address ends in its account and its name
        return named.rpartition("/")[2], named.split("/")[-2]
    return named, ""
