"""How accounts stand before they are derived: read for some at a time.

Most accounts are as they were when they were derived last. To find that out one by one
took ten queries each, which was more than all else that an unchanged account cost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from accessmap.derive.logged import logged
from accessmap.derive.users import users_of_roles
from accessmap.models import Account, Crawl, Derivation, Resource, Snapshot
from accessmap.models.newest import Newest

# What is read of them at a time is held in memory: some hundred roles each.
TOGETHER = 20
Facts = Mapping[str, Any]


@dataclass(slots=True)
class Standing:
    """One account, the rows that its grants follow from, and what it was last."""

    account: Account | None = None
    last: Derivation | None = None
    # Snapshots in force: key, resource, kind, in their order.
    snapshots: list[tuple[int, int, str]] = field(default_factory=list)
    # Resources: key, type, unique id, ARN, facts.
    resources: list[tuple[int, str, str, str, Facts]] = field(default_factory=list)
    users: Mapping[str, frozenset[str]] = field(default_factory=dict)
    is_logged: bool | None = None


def standings(crawl: Crawl, account_ids: Sequence[str]) -> Mapping[str, Standing]:
    """Lock these accounts, and return how each stands; no document is read.

    Two crawls may finish the same account at the same time: one after the other.
    """
    locked = Account.objects.select_for_update().order_by("account_id")
    found: dict[str, Standing] = defaultdict(Standing)
    for account in locked.filter(account_id__in=account_ids):
        found[account.account_id].account = account
    for last in Derivation.objects.filter(account_id__in=account_ids):
        found[last.account_id].last = last
    for account_id, pk, resource, kind in (
        Snapshot.objects.current()
        .filter(resource__account_id__in=account_ids)
        .order_by("pk")
        .values_list("resource__account_id", "pk", "resource_id", "kind")
    ):
        found[account_id].snapshots.append((pk, resource, kind))
    for account_id, pk, kind, unique_id, arn, facts in (
        Resource.objects.filter(account_id__in=account_ids)
        .order_by("pk")
        .values_list("account_id", "pk", "resource_type", "unique_id", "arn", "facts")
    ):
        found[account_id].resources.append((pk, kind, unique_id, arn, facts))
    newest = Newest(by=crawl)
    users, trails = users_of_roles(newest, *account_ids), logged(newest, *account_ids)
    for account_id in account_ids:
        found[account_id].users = users.get(account_id, {})
        found[account_id].is_logged = trails[account_id]
    return {each: found[each] for each in account_ids}
