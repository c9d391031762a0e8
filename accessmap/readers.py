"""Who may read one grant. Facts know roles; others register what they know."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accessmap.models import Grant, User

    Reader = Callable[[User, Grant], bool]

_READERS: list[Reader] = []


def also_readable(check: Reader) -> Reader:
    """Let ``check`` say who else may read a grant: reviews open theirs to reviewers.

    Facts do not know of reviews, so reviews register here, in their ``ready``.
    """
    if check not in _READERS:
        _READERS.append(check)
    return check


def may_read(user: User, grant: Grant) -> bool:
    """Say whether ``user`` may open the page of ``grant``."""
    return user.sees_everything or any(check(user, grant) for check in _READERS)
