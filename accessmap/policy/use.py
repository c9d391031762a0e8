"""How long a role has gone unused, as far as AWS remembers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from math import inf

from accessmap.policy.rule import Circumstances

# https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html
REMEMBERED_DAYS = 400


def days_unused(circumstances: Circumstances) -> int | None:
    """Return for how many days nobody used the role; None where that is not known."""
    if not circumstances.is_role_use_known:
        return None
    return days_between(
        circumstances.last_used_at, circumstances.created_at, circumstances.now
    )


def unused_since(
    circumstances: Circumstances, *, least: int, most: float = inf
) -> Mapping[str, str] | None:
    """Return the day of a role's last use, or its first, as what a flag says.

    None unless it has gone unused for ``least`` days or more, and fewer than ``most``.
    """
    days = days_unused(circumstances)
    since = circumstances.last_used_at or circumstances.created_at
    if days is None or since is None or not least <= days < most:
        return None
    return {"since": since.date().isoformat()}


def days_between(
    last_used_at: datetime | None, created_at: datetime | None, now: datetime
) -> int | None:
    """Return how long a role, whose last use AWS tells, has gone unused.

    A role that was never used counts from the day it was made, 400 days at most: what
    lies further back AWS has forgotten.
    """
    if last_used_at is not None:
        return max((now - last_used_at).days, 0)
    if created_at is None:
        return None
    return min((now - created_at).days, REMEMBERED_DAYS)
