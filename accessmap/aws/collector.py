"""What a collector is: a declaration, and two methods that handle no errors.

Let botocore errors escape from ``find`` and ``read``: ``crawl/run.py`` turns the first
into coverage and the second into a gap, so that "we were not allowed to look" never
reads as "there is nothing there".
"""

from __future__ import annotations

import importlib
import pkgutil
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any, ClassVar

from accessmap.policy.kinds import PolicyKind


@dataclass(frozen=True, slots=True)
class Where:
    """Where a collector looks: one account, one region (empty for a global service)."""

    account_id: str
    region: str = ""
    partition: str = "aws"
    organization_id: str = ""


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


class Collector(ABC):
    """Reads one kind of resource. See docs/extending/collector.md."""

    name: ClassVar[str]  # the module's name; set by ``register``
    resource_type: ClassVar[str]  # AWS::SQS::Queue
    service: ClassVar[str]  # the boto3 client
    permissions: ClassVar[tuple[str, ...]]  # every action it needs, reads only
    is_regional: ClassVar[bool] = True
    # Members of the answer that AWS leaves out when they are empty (SQS QueueUrls).
    may_omit: ClassVar[frozenset[str]] = frozenset()

    @abstractmethod
    def find(self, client: Any, where: Where) -> Iterator[Any]:
        """Yield a handle for every resource there is."""

    @abstractmethod
    def read(self, client: Any, handle: Any, where: Where) -> Sighting:
        """Read one resource whole."""


_COLLECTORS: dict[str, Collector] = {}


def register(cls: type[Collector]) -> type[Collector]:
    """Add a collector under its module's name."""
    cls.name = cls.__module__.rpartition(".")[2].rstrip("_")
    if cls.name in _COLLECTORS:
        raise ValueError(f"Two collectors are called {cls.name}.")
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
    for page in client.get_paginator(operation).paginate(**kwargs):
        yield from page.get(member, ())
