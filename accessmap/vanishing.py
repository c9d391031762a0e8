"""Too much at once: what vanishes like that is held, not believed at the first look.

A proxy, a filter or a mistake of ours makes a list empty or short, and nothing in the
answer says so. One law for lists of resources and for the grants of an account.
"""

from __future__ import annotations

SEVERAL = 3  # all of so many: two may well go together on one day
MANY = 20
SHARE = 0.10


def is_great(gone: int, *, of: int) -> bool:
    """Say whether ``gone`` is a great part of many."""
    return gone > max(MANY, of * SHARE)


def leaves_nothing(gone: int, *, left: int) -> bool:
    """Say whether all of several would be gone."""
    return gone >= SEVERAL and left <= 0


def is_too_much(gone: int, *, left: int) -> bool:
    """Say whether a list that lost ``gone``, and now has ``left``, is to be doubted."""
    return leaves_nothing(gone, left=left) or is_great(gone, of=gone + left)
