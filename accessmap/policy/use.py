"""How long a role has gone unused, as far as AWS remembers."""

from __future__ import annotations

from datetime import datetime

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


def unused_since(circumstances: Circumstances) -> str:
    """Return the day since which nobody used it: of its last use, or its first."""
    since = circumstances.last_used_at or circumstances.created_at
    return since.date().isoformat() if since else ""


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
