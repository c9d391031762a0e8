"""Whether an edited grant lets in more than the one it took the place of."""

from __future__ import annotations

from accessmap.models import Grant
from accessmap.verdicts import RANK


def is_wider(row: Grant, *, than: Grant) -> bool:
    """Say whether ``row`` may let in anything that ``than``, its earlier text, did not.

    In doubt it is wider: only what is plainly the same or less is not told.
    """
    new, old = row.value, than.value
    if than.is_blocked and not row.is_blocked:
        return True
    if RANK.get(row.verdict, 0) < RANK.get(than.verdict, 0):
        return True
    is_within = (
        set(new.actions) <= set(old.actions)
        and set(new.objects) <= set(old.objects)
        and set(new.access_levels) <= set(old.access_levels)
        and set(new.conditions) >= set(old.conditions)
    )
    return not is_within
