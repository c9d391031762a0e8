"""What a collector is: a declaration, and two methods that handle no errors.

Let botocore errors escape from ``find`` and ``read``: ``crawl/run.py`` turns the first
into coverage and the second into a gap, so that "we were not allowed to look" never
reads as "there is nothing there".
"""

from __future__ import annotations

import hashlib
import importlib
import json
import pkgutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Any, ClassVar

from botocore.exceptions import ClientError

from accessmap.aws.read_only import declare
from accessmap.policy.kinds import PolicyKind


@dataclass(frozen=True, slots=True)
class Where:
    """Where a collector looks: one account, one region (empty for a global service)."""

    account_id: str
    region: str = ""
    partition: str = "aws"
    organization_id: str = ""

    def arn(self, service: str, resource: str) -> str:
        """Return the ARN of a resource here, for lists that give only its name."""
        return (
            f"arn:{self.partition}:{service}:{self.region}:{self.account_id}:{resource}"
        )


# The tags of a resource that were not told: those known before stand.
UNREAD_TAGS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Sighting:
    """One resource as seen: a value, not yet a row.

    ``documents`` maps (kind, name) to text exactly as AWS gave it; the name is empty
    but for inline and managed policies. ``facts`` change without the resource
    changing (last used …) and are in no digest.
    """

    arn: str
    name: str
    resource_type: str = ""  # empty: the collector's own
    unique_id: str = ""
    documents: Mapping[tuple[PolicyKind, str], str] = field(
        default_factory=lambda: MappingProxyType({})
    )
    tags: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    account_id: str = ""  # where it lies, if not in the account that was asked


@dataclass(frozen=True, slots=True)
class Opinion:
    """One Access Analyzer finding as AWS gave it: its word, not a resource."""

    finding_id: str
    analyzer_arn: str
    resource_arn: str
    raw: Mapping[str, Any]  # plain JSON

    @property
    def arn(self) -> str:
        """Return what tells this one from all others."""
        return f"{self.analyzer_arn}/finding/{self.finding_id}"


@dataclass(frozen=True, slots=True)
class Use:
    """What one caller from elsewhere did with one role, counted by day (UTC)."""

    role_arn: str
    caller: str  # an ARN, or AWS's id (AROA…) where AWS tells no more
    caller_account: str  # empty for who comes by an identity provider
    event: str  # AssumeRole, SwitchRole …
    days: Mapping[str, int]  # 2026-11-23 → how often
    first_at: datetime
    last_at: datetime

    def __add__(self, other: Use) -> Use:
        """Return both together, of the same caller, role and event."""
        days = {
            day: self.days.get(day, 0) + other.days.get(day, 0)
            for day in sorted({*self.days, *other.days})
        }
        first, last = (
            min(self.first_at, other.first_at),
            max(self.last_at, other.last_at),
        )
        return replace(self, days=days, first_at=first, last_at=last)


@dataclass(frozen=True, slots=True)
class Writer:
    """Who did something, as CloudTrail tells it."""

    who: str  # an ARN, or the service that did it
    name: str  # the person's: a user's name, a session's, or the source identity
    directory_id: str = ""  # of a person in Identity Center, where AWS tells it
    is_person: bool = False  # the name is a person's, not a pipeline's


@dataclass(frozen=True, slots=True)
class Written:
    """The last write of one policy, as far as CloudTrail told."""

    service: str
    kind: str  # policy.kinds.PolicyKind
    named: str  # the resource, as the event names it: an ARN, or less
    event: str
    at: datetime
    by: Writer

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what tells this policy from all others of the region."""
        return self.service, self.kind, self.named


Seen = Sighting | Opinion | Use | Written


class NotTold(Exception):
    """AWS answered, and did not tell what was asked; the message says so."""


class Collector(ABC):
    """Reads one kind of resource. See docs/extending/collector.md."""

    name: ClassVar[str]  # the module's name; set by ``register``
    resource_type: ClassVar[str]  # AWS::SQS::Queue
    # Asked once for what lies in all accounts: in the management account, or where an
    # administrator is delegated for the service that goes by this principal.
    is_organization_wide: ClassVar[bool] = False
    delegated_as: ClassVar[str] = ""
    # Every further type it sees; each has its own row of coverage.
    also_sees: ClassVar[tuple[str, ...]] = ()
    service: ClassVar[str]  # the boto3 client
    permissions: ClassVar[tuple[str, ...]]  # every action it needs, reads only
    is_regional: ClassVar[bool] = True
    # Members of the answer that AWS leaves out when they are empty (SQS QueueUrls).
    may_omit: ClassVar[frozenset[str]] = frozenset()

    @abstractmethod
    def find(self, client: Any, where: Where) -> Iterator[Any]:
        """Yield a handle for every resource there is."""

    @abstractmethod
    def read(self, client: Any, handle: Any, where: Where) -> Seen:
        """Read one resource whole."""

    def arn(self, handle: Any, where: Where) -> str:
        """Name the resource of a handle, for a gap when ``read`` fails."""
        return str(getattr(handle, "arn", handle))

    def type_of(self, handle: Any) -> str:
        """Return the resource type of a handle, for a gap when ``read`` fails."""
        return getattr(handle, "resource_type", "") or self.resource_type

    @property
    def resource_types(self) -> tuple[str, ...]:
        """Return every type of resource that this collector sees."""
        return (self.resource_type, *self.also_sees)


_COLLECTORS: dict[str, Collector] = {}


def register(cls: type[Collector]) -> type[Collector]:
    """Add a collector under its module's name."""
    cls.name = cls.__module__.rpartition(".")[2].rstrip("_")
    if cls.name in _COLLECTORS:
        raise ValueError(f"Two collectors are called {cls.name}.")
    declare(cls.permissions)
    _COLLECTORS[cls.name] = cls()
    return cls


@cache
def all_collectors() -> Mapping[str, Collector]:
    """Return every collector by name; the package is walked once: no list to keep."""
    package = importlib.import_module("accessmap.collectors")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    return MappingProxyType(dict(sorted(_COLLECTORS.items())))


def pages(client: Any, operation: str, member: str, **kwargs: Any) -> Iterator[Any]:
    """Yield the items of ``member`` over all pages of ``operation``."""
    found = client.get_paginator(operation).paginate(**kwargs)
    yield from _once(page.get(member, ()) for page in found)


def _once(pages_of_items: Iterable[Iterable[Any]]) -> Iterator[Any]:
    """Yield the items of all pages, each once.

    While something is made or deleted, AWS may tell of a thing on two pages. Only those
    of a list with a second page are compared, by digests: nothing large is kept.
    """
    known: set[bytes] = set()
    first: list[Any] | None = None
    for page in pages_of_items:
        if first is None:
            first = list(page)
            yield from first
            continue
        known.update(map(_digest, first))
        first = []
        for each in page:
            digest = _digest(each)
            if digest not in known:
                known.add(digest)
                yield each


def _digest(item: Any) -> bytes:
    return hashlib.sha256(repr(item).encode("utf-8", "surrogatepass")).digest()


def turned(
    client: Any, operation: str, member: str, token: str, **kwargs: Any
) -> Iterator[Any]:
    """Yield the items of ``member`` of a list that boto3 does not turn the pages of.

    ``token`` names the next page in the answer, and in the question too, unless it is
    two words (DescribePortfolioShares: ``NextPageToken PageToken``). One that comes
    twice would never end, so it is an error.
    """
    yield from _once(_turned(client, operation, member, token, **kwargs))


def _turned(
    client: Any, operation: str, member: str, token: str, **kwargs: Any
) -> Iterator[Iterable[Any]]:
    """Yield the pages themselves."""
    told, _, asked = token.partition(" ")
    seen: set[str] = set()
    while True:
        page = getattr(client, operation)(**kwargs)
        yield page.get(member, ())
        following = page.get(told)
        if not following:
            return
        if following in seen:
            raise ValueError(f"{operation} names a next page that was read before.")
        seen.add(following)
        kwargs[asked or told] = following


def unless(code: str, call: Callable[..., Any], **kwargs: Any) -> Mapping[str, Any]:
    """Return the answer of ``call``, or nothing where AWS itself says ``code``.

    ``code`` is one that means "there is none" (NoSuchBucketPolicy …). The answer must
    carry a request id: a proxy's 404 page proves nothing.
    """
    try:
        answer: Mapping[str, Any] = call(**kwargs)
    except ClientError as error:
        said = error.response.get("Error", {}).get("Code")
        if said != code or not error.response["ResponseMetadata"].get("RequestId"):
            raise
        return {}
    return answer


def plain(value: Any) -> Any:
    """Return an answer of boto3 as JSON can carry it: times as text."""
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, datetime) else value


def canonical(value: Any) -> str:
    """Return JSON that is the same text for the same content."""
    return json.dumps(plain(value), sort_keys=True, separators=(",", ":"))
