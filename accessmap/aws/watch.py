"""What one piece of work has asked of AWS so far: calls, pages, request ids.

Clients are shared by all threads, so the counting hangs on the context and not on the
client.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any


def _nothing() -> None:
    """Do nothing."""


@dataclass
class Watch:
    """Kept by the gate while one scope is read."""

    may_omit: frozenset[str] = frozenset()
    # The actions that may be asked; None is all that any collector declares.
    allowed: frozenset[str] | None = None
    account_id: str = ""  # whose limits the calls count against
    # Called before every attempt, also the retried ones: the crawl renews its lease.
    on_call: Callable[[], None] = _nothing
    call_count: int = 0
    page_count: int = 0
    first_request_id: str = ""
    last_request_id: str = ""
    last_action: str = ""  # as IAM calls it: s3:GetBucketPolicy
    actions: set[str] = field(default_factory=set)  # all of them
    # What is no resource and was refused, by a name in the form of an ARN: the error,
    # and the action that was asked for.
    missed: dict[str, tuple[Exception, str]] = field(default_factory=dict)
    tokens: set[tuple[str, str]] = field(default_factory=set)

    def saw(self, request_id: str) -> None:
        """Note an answer of AWS."""
        self.call_count += 1
        self.first_request_id = self.first_request_id or request_id
        self.last_request_id = request_id


_current: ContextVar[Watch | None] = ContextVar("watch", default=None)


def current() -> Watch:
    """Return the watch of this piece of work, or one that nobody reads."""
    return _current.get() or Watch()


@contextmanager
def watching(watch: Watch) -> Iterator[Watch]:
    """Let ``watch`` count what happens inside."""
    token = _current.set(watch)
    try:
        yield watch
    finally:
        _current.reset(token)


def beat(**_event: Any) -> None:
    """Tell the watch that a request is about to leave (botocore ``before-send``)."""
    current().on_call()
