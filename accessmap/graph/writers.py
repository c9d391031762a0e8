"""Who last wrote the policy that a grant comes from, and what is not known of that.

A write is known only as far as CloudTrail's history was read without a gap; where it
was not, that is said, and never taken for nobody.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from accessmap.aws.writes import FOLLOWED, HOMES
from accessmap.models import Crawl, Grant, PolicyWriting, Resource, WrittenSpan
from accessmap.policy.kinds import PolicyKind

Key = tuple[str, str, str]  # service, kind, and how the event names it
GLOBAL = frozenset({"iam", "s3"})  # names that are told without their region
# What the writers of a role change beside whom it trusts: what it may do.
POWERS = (PolicyKind.INLINE.value, PolicyKind.MANAGED.value)


class Unknown(StrEnum):
    """Why it is not known who last wrote a policy."""

    KNOWN = ""
    NOT_FOLLOWED = "not-followed"  # no event that writes such a policy is looked for
    NOT_READ = "not-read"  # the history of that account and region was never read
    BEFORE = "before"  # since the day that is told, nobody whom the history names
    LATER = "later"  # it changed after the last write that is known
    NO_PERSON = "no-person"  # a pipeline or a service did: for whom, is not told


@dataclass(frozen=True, slots=True)
class LastWrite:
    """The last write of one policy that is known, and what is not known of it."""

    write: PolicyWriting | None
    unknown: Unknown
    since_at: datetime | None = None  # since when every write is known


class Writers:
    """The writes of policies; an account's are read when it is first asked about."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._writes: dict[str, Mapping[Key, list[PolicyWriting]]] = {}
        self._spans: dict[str, Mapping[str, WrittenSpan]] = {}

    def all_of(self, grant: Grant) -> list[PolicyWriting]:
        """Return the last writes of a grant's policy, and of what its role may do."""
        also = POWERS if grant.policy_kind == PolicyKind.TRUST else ()
        found = [
            self._last(grant.resource, each) for each in (grant.policy_kind, *also)
        ]
        return [each for each in found if each]

    def of(self, grant: Grant) -> LastWrite:
        """Return who last wrote the policy of ``grant``, or why that is not known."""
        resource, snapshot = grant.resource, grant.snapshot
        service = service_of(resource)
        if (service, grant.policy_kind) not in FOLLOWED:
            return LastWrite(None, Unknown.NOT_FOLLOWED)
        write = self._last(resource, grant.policy_kind)
        span = self._span(resource, service)
        if span is None or span.until_at < snapshot.began_at:
            return LastWrite(write, Unknown.NOT_READ)
        since_at = span.since_at
        if service in span.reached:
            since_at = max(since_at, datetime.fromisoformat(span.reached[service]))
        if write is None or write.at < since_at:
            return LastWrite(write, Unknown.BEFORE, since_at)
        is_first = snapshot.began_at == resource.first_seen_at
        if not is_first and write.at < self._before(snapshot.began_at):
            return LastWrite(write, Unknown.LATER, since_at)
        unknown = Unknown.KNOWN if write.is_person else Unknown.NO_PERSON
        return LastWrite(write, unknown, since_at)

    def _last(self, resource: Resource, kind: str) -> PolicyWriting | None:
        account_id, service = resource.account_id, service_of(resource)
        if account_id not in self._writes:
            found: dict[Key, list[PolicyWriting]] = defaultdict(list)
            for row in PolicyWriting.objects.filter(account_id=account_id):
                found[row.service, row.kind, row.named].append(row)
            self._writes[account_id] = found
        known = self._writes[account_id]
        fits = [
            row
            for name in called(resource)
            for row in known.get((service, kind, name), ())
            if service in GLOBAL or row.region == resource.region
        ]
        return max(fits, key=lambda each: each.at, default=None)

    def _span(self, resource: Resource, service: str) -> WrittenSpan | None:
        account_id = resource.account_id
        if account_id not in self._spans:
            spans = WrittenSpan.objects.filter(account_id=account_id)
            self._spans[account_id] = {each.region: each for each in spans}
        home = HOMES.get(resource.arn.split(":")[1], "")
        region = home if service == "iam" else resource.region
        return self._spans[account_id].get(region)

    def _before(self, moment: datetime) -> datetime:
        """Return when the crawl before began, which saw what stood till then."""
        place = bisect_left(self._crawls, moment)
        return self._crawls[place - 1] if place else moment

    @cached_property
    def _crawls(self) -> list[datetime]:
        begun = Crawl.objects.finished().order_by("started_at")
        return list(begun.values_list("started_at", flat=True))


def service_of(resource: Resource) -> str:
    """Return the service of a resource, as its ARN says."""
    return resource.arn.split(":")[2]


def called(resource: Resource) -> frozenset[str]:
    """Return the names that an event may tell a resource by."""
    service, rest = service_of(resource), resource.arn.split(":", 5)[5]
    # A role is told without its path; a repository's path is a part of its name.
    last = rest.rpartition("/")[2] if service == "iam" else ""
    ends = (rest.partition("/")[2], rest.partition(":")[2], last)
    return frozenset({resource.arn, resource.name, rest, *ends}) - {""}
