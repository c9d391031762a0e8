"""Nobody decides on their own access: the direct case. Pure.

AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
"""

from __future__ import annotations

from collections.abc import Iterable

# A user's ARN ends in the user's name, an assumed role's in the session's name, which
# single sign-on fills with the person's e-mail address.
PERSONAL = frozenset({"user", "session"})


def is_own_access(kind: str, principal: str, names: Iterable[str]) -> bool:
    """Say whether ``principal`` is the person who is called by one of ``names``."""
    if kind not in PERSONAL:
        return False
    last = principal.rpartition("/")[2].casefold()
    return bool(last) and last in {each.casefold() for each in names if each}
