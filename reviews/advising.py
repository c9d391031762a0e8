"""What we suggest about a grant, from what is known of it when its campaign opens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from accessmap.graph.used import GrantUse
from accessmap.models import Flag, Grant
from accessmap.policy.kinds import PrincipalKind, Severity
from reviews.circumstances import frozen, usage_of
from reviews.history import Before
from reviews.lifecycle import ItemState
from reviews.recommendation import MISSING, OwnUse, Suggestion, recommend

KEPT = frozenset({ItemState.CONFIRMED, ItemState.CARRIED})
# Of whom CloudTrail tells an account, a role or a user that a grant may name; what a
# session or a provider is called there need not be what the policy calls it.
TOLD_APART = frozenset({PrincipalKind.ACCOUNT, PrincipalKind.ROLE, PrincipalKind.USER})


def advise(
    grant: Grant,
    flags: Sequence[Flag],
    use: GrantUse | None,
    before: Before,
    opened_at: datetime,
) -> Suggestion:
    """Return what we suggest to who is asked about ``grant``."""
    high = [each for each in flags if each.severity == Severity.HIGH]
    missing = [each for each in flags if each.rule_id in MISSING]
    return recommend(
        usage_of(grant, opened_at),
        high_flags=[dict(frozen(each)["title"]) for each in high],
        change=before.change,
        was_confirmed=bool(before.item and before.item.state in KEPT),
        own=own_use(grant, use, opened_at),
        missing=[dict(frozen(each)["title"]) for each in missing],
    )


def own_use(grant: Grant, use: GrantUse | None, now: datetime) -> OwnUse:
    """Return what was seen of this very grant."""
    if use is None:
        return OwnUse()
    was_granted = (now - grant.first_seen_at).days >= use["days"]
    return OwnUse(
        is_known=True,
        times=use["times"],
        days=use["days"],
        is_whole=use["is_whole"],
        is_sure=was_granted and grant.principal_kind in TOLD_APART,
    )
