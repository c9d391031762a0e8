"""The engine's grant (a value) and the grant in the time it was held (a row)."""

from __future__ import annotations

from accessmap.models import Crawl, Grant, Snapshot
from accessmap.policy import grant as value
from accessmap.policy.kinds import AccessLevel, Zone
from accessmap.policy.plain import to_plain

WEAKEST_FIRST = list(AccessLevel)


def to_row(grant: value.Grant, *, snapshot: Snapshot, crawl: Crawl) -> Grant:
    """Return the row, not yet saved, of a grant that ``crawl`` saw first."""
    levels = sorted(grant.access_levels, key=WEAKEST_FIRST.index)
    return Grant(
        fingerprint=grant.fingerprint,
        resource_id=snapshot.resource_id,
        snapshot=snapshot,
        policy_kind=grant.policy_kind.value,
        principal_kind=grant.principal.kind.value,
        principal=grant.principal.id,
        principal_account=grant.principal.account_id,
        zone=grant.zone.value,
        verdict=grant.verdict.value,
        access_level=levels[-1].value if levels else "",
        is_cross_account=grant.zone is not Zone.SAME_ACCOUNT,
        is_conditional=grant.is_conditional,
        is_blocked=grant.is_blocked,
        says=to_plain(grant),
        # One clock a crawl: what was held "at this crawl" is then one comparison.
        first_seen_at=crawl.started_at,
        began_crawl=crawl,
    )
