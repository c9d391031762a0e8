"""What rules ask of a grant, each as a question with a plain answer."""

from __future__ import annotations

import re

from accessmap.policy.action import access_levels
from accessmap.policy.explain.clauses import clause
from accessmap.policy.explain.deeds import deeds
from accessmap.policy.grant import Grant
from accessmap.policy.kinds import AccessLevel, PolicyKind, Zone

_CROSSING = frozenset({Zone.PUBLIC, Zone.EXTERNAL, Zone.ORGANIZATION})
_HOME = frozenset({Zone.SAME_ACCOUNT, Zone.SERVICE})


def lets_become(grant: Grant) -> bool:
    """Say whether somebody gets in by it who then is the role."""
    is_trust = grant.policy_kind is PolicyKind.TRUST
    return is_trust and not grant.is_blocked and deeds(grant).verbs == ("become",)


def comes_from_elsewhere(grant: Grant) -> bool:
    """Say whether the principal stands outside the resource's account."""
    return grant.zone not in _HOME


def crosses_accounts(grant: Grant) -> bool:
    """Say whether another account, or anyone, gets in; a sign-in is no account."""
    return grant.zone in _CROSSING


def requires(grant: Grant, *keys: str) -> bool:
    """Say whether a condition asks for a certain value of one of ``keys``.

    That the key is there at all (``Null``, or a pattern that says nearly nothing, as
    ``*`` or ``?*-*``) asks for no value.
    """
    lowered = {key.lower() for key in keys}
    return any(
        found.key.lower() in lowered
        and found.relation != "present"
        and not (found.is_negated or found.is_loose)
        and not (found.relation == "like" and any(map(_is_hollow, found.values)))
        for found in map(clause, grant.conditions)
    )


_LEAST = 4  # letters and digits: 62⁴, some fifteen million, that nobody meets by chance
_SCHEME = re.compile(r"https?://|arn:[^:]*:[^:]*:[^:]*:[^:]*:[a-z-]*/?")


def _is_hollow(pattern: str) -> bool:
    """Say whether nearly every text fits ``pattern``."""
    if "*" not in pattern and "?" not in pattern:
        return False
    fixed = _SCHEME.sub("", pattern, count=1)
    return sum(map(str.isalnum, fixed)) < _LEAST


def levels(grant: Grant) -> tuple[AccessLevel, ...]:
    """Return the access levels of what is granted."""
    return grant.access_levels or access_levels(grant.actions)
