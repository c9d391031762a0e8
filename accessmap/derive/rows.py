"""The engine's grant (a value) and the grant in the time it was held (a row)."""

from __future__ import annotations

from collections.abc import Mapping

from accessmap.models import Crawl, Grant, Snapshot
from accessmap.policy import grant as value
from accessmap.policy.kinds import AccessLevel, Zone
from accessmap.policy.plain import to_plain

WEAKEST_FIRST = list(AccessLevel)


def to_row(grant: value.Grant, *, snapshot: Snapshot, crawl: Crawl) -> Grant:
    """Return the row, not yet saved, of a grant that ``crawl`` saw first."""
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
        access_level=_strongest(grant),
        is_cross_account=grant.zone is not Zone.SAME_ACCOUNT,
        is_conditional=grant.is_conditional,
        is_blocked=grant.is_blocked,
        says=to_plain(grant),
        # One clock a crawl: what was held "at this crawl" is then one comparison.
        first_seen_at=crawl.started_at,
        began_crawl=crawl,
    )


def renew_levels(
    held: Mapping[str, Grant], said: Mapping[str, tuple[value.Grant, Snapshot]]
) -> None:
    """Write anew at which level grants reach that stay as they were.

    The levels are told, and are no part of what a grant says: an engine that has learnt
    judges the same actions otherwise, and no grant begins or ends by that.
    """
    judged = []
    for row in held.values():
        if row.fingerprint not in said:
            continue
        grant, _snapshot = said[row.fingerprint]
        levels = [each.value for each in grant.access_levels]
        if row.says["access_levels"] != levels:
            row.says = {**row.says, "access_levels": levels}
            row.access_level = _strongest(grant)
            judged.append(row)
    Grant.objects.bulk_update(judged, ["says", "access_level"], batch_size=200)


def _strongest(grant: value.Grant) -> str:
    levels = sorted(grant.access_levels, key=WEAKEST_FIRST.index)
    return levels[-1].value if levels else ""
