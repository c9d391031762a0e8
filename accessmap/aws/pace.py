"""How fast we ask: a token bucket for every account and service.

AWS's limits are each account's own. A bucket starts generous; when AWS slows us down it
halves, and every answer that AWS gives gladly opens it a little again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from accessmap.aws.watch import current

START, LOWEST, HIGHEST = 50.0, 0.5, 200.0  # calls a second
REGAIN = 0.1  # calls a second more, for each gladly given answer
BURST = 50.0
PATIENCE = 5  # attempts at one call that AWS slows down
THROTTLED = frozenset(
    {
        "BandwidthLimitExceeded",
        "EC2ThrottledException",
        "PriorRequestNotComplete",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "SlowDown",
        "ThrottledException",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
    }
)


@dataclass
class Bucket:
    """Tokens of one account and service; each call takes one."""

    rate: float = START
    tokens: float = BURST
    filled_at: float = field(default_factory=time.monotonic)

    def take(self, now: float) -> float:
        """Take one token; return for how many seconds it has to be waited for."""
        filled = self.tokens + (now - self.filled_at) * self.rate
        self.tokens = min(filled, BURST) - 1
        self.filled_at = now
        return max(-self.tokens / self.rate, 0.0)

    def slow_down(self) -> None:
        """Halve the pace, and let nothing be left over from better days."""
        self.rate = max(self.rate / 2, LOWEST)
        self.tokens = min(self.tokens, 0.0)

    def speed_up(self) -> None:
        """Ask a little faster."""
        self.rate = min(self.rate + REGAIN, HIGHEST)


_buckets: dict[tuple[str, str], Bucket] = {}
_lock = Lock()


def bucket(service: str) -> Bucket:
    """Return the bucket of a service in the account that is read now."""
    return _buckets.setdefault((current().account_id, service), Bucket())


def wait(event_name: str, **_: Any) -> None:
    """Wait for a token (botocore ``before-send``)."""
    with _lock:
        seconds = bucket(_service(event_name)).take(time.monotonic())
    if seconds:
        time.sleep(seconds)


def answered(
    response: tuple[Any, Mapping[str, Any]] | None,
    attempts: int,
    event_name: str,
    **_: Any,
) -> float | None:
    """Adapt the pace; return when to try again what AWS slowed down, else None.

    botocore's own retries share one allowance in a client, and our clients serve all
    accounts: one that is slowed down would use up the others' (``needs-retry``).
    """
    code = ""
    if response:
        code = str(response[1].get("Error", {}).get("Code", ""))
    with _lock:
        found = bucket(_service(event_name))
        if code not in THROTTLED:
            found.speed_up()
            return None
        found.slow_down()
    most = int(os.environ.get("AWS_MAX_ATTEMPTS") or PATIENCE)
    return 1 / found.rate if attempts < most else None


def _service(event_name: str) -> str:
    """Return the service of an event: before-send.SERVICE.Operation."""
    return event_name.split(".")[1]


def forget() -> None:
    """Begin anew."""
    _buckets.clear()
