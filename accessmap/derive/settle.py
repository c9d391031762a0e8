"""After a crawl: say anew what the newest knowledge of the organization contradicts.

An account that left was inside when others' grants to it were derived, and what an RCP
of ours closed in it is closed by it no more; whose canonical id it is may be read last.
So the accounts whose grants no longer fit are derived again, also those that could not
be read this time: their documents stand as they were.
"""

from __future__ import annotations

from django.db.models import Q

from accessmap.aws.collector import all_collectors
from accessmap.derive.grants import Derived, derive_accounts
from accessmap.derive.owners import note_owners
from accessmap.derive.zone import World
from accessmap.models import Account, Crawl, Grant, Snapshot
from accessmap.policy.kinds import PrincipalKind, Zone


def settle(crawl: Crawl) -> Derived:
    """Derive again the accounts with grants that contradict the zone of trust."""
    note_owners()
    world = World.now()
    zone = world.seen_from("")
    ours = list(zone.accounts)
    canonical = Q(principal_kind=PrincipalKind.CANONICAL)
    left = Q(zone=Zone.ORGANIZATION) & ~Q(principal_account__in=["", *ours])
    joined = Q(zone=Zone.EXTERNAL, principal_account__in=ours)
    known = canonical & Q(zone=Zone.EXTERNAL, principal__in=list(zone.canonical_ids))
    stale = (
        Grant.objects.current()
        .filter((left & ~canonical) | joined | known)
        .order_by("resource__account_id")
        .values_list("resource__account_id", flat=True)
        .distinct()
    )
    # What is read in one account for all may come after the others were derived.
    wide = [e.name for e in all_collectors().values() if e.is_organization_wide]
    late = (
        Snapshot.objects.filter(Q(began_crawl=crawl) | Q(ended_crawl=crawl))
        .filter(resource__collector__in=wide)
        .values_list("resource__account_id", flat=True)
    )
    freed = Account.objects.former().exclude(rcps={})
    freed_ids = freed.values_list("account_id", flat=True)
    return derive_accounts(crawl, {*stale, *late, *freed_ids}, world=world)
