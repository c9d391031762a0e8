"""How long a role has gone unused, as far as AWS remembers."""

from __future__ import annotations

from accessmap.policy.rule import Circumstances

# https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html
REMEMBERED_DAYS = 400


def days_unused(circumstances: Circumstances) -> int | None:
    """Return for how many days nobody used the role; None where that is not known.

    A role that was never used counts from the day it was made, 400 days at most: what
    lies further back AWS has forgotten.
    """
    if not circumstances.is_role_use_known:
        return None
    if circumstances.last_used_at is not None:
        return max((circumstances.now - circumstances.last_used_at).days, 0)
    if circumstances.created_at is None:
        return None
    return min((circumstances.now - circumstances.created_at).days, REMEMBERED_DAYS)
