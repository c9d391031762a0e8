"""How often a grant was used, by whom: what CloudTrail saw of it, beside what it says.

Only of roles: whoever becomes one writes an event in the role's own account. For every
other resource nothing is known, and nothing is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import TypedDict

from accessmap.models import Grant, Resource, RoleUse
from accessmap.models.history import whole_histories, whole_roles
from accessmap.models.newest import Newest
from accessmap.policy.kinds import PolicyKind, PrincipalKind

DAYS = 90  # what AWS's event history keeps
MOST = 5  # callers that are named; the others are in the number
# Whom a grant names as one: only that one's use is use of the grant.
ONE = frozenset({PrincipalKind.ROLE, PrincipalKind.USER, PrincipalKind.SESSION})


class Caller(TypedDict):
    """One who used it: an ARN or AWS's id, an account if it has one."""

    who: str
    account: str
    times: int
    last_at: str


class GrantUse(TypedDict):
    """The use of one grant, as JSON can carry it: items freeze it."""

    times: int
    days: int
    caller_count: int
    callers: list[Caller]  # the most frequent first
    # Every region was read, and all of it: then "not used" means something.
    is_whole: bool


@dataclass
class Uses:
    """The uses of some roles, or of all of them; read once, when first asked."""

    now: datetime
    roles: Iterable[str] | None = None
    _known: dict[str, bool | None] = field(default_factory=dict)
    _by_name: dict[str, frozenset[str]] = field(default_factory=dict)

    def of(self, row: Grant) -> GrantUse | None:
        """Return how a grant was used; None where nothing can be known of it."""
        if row.policy_kind != PolicyKind.TRUST:
            return None
        if row.principal_kind == PrincipalKind.SERVICE:
            return None  # services come by the hundred, and are not counted
        home = row.resource.account_id
        is_whole = self._is_whole(home)
        if is_whole is None:
            return None
        is_told = is_whole or row.resource.arn in self._told_by_name(home)
        return self._summed(row, is_whole=is_told)

    def _summed(self, row: Grant, *, is_whole: bool) -> GrantUse:
        since = self.now - timedelta(days=DAYS)
        by_account: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        last: dict[tuple[str, str], datetime] = {}
        console: dict[tuple[str, str], int] = defaultdict(int)
        for use in self._uses[row.resource.arn]:
            who = self._arns.get(use.caller, use.caller)
            times = use.times_since(since)
            if not times or not _fits(row, who, use.caller_account):
                continue
            key = (who, use.caller_account)
            last[key] = max(last.get(key, use.last_at), use.last_at)
            if use.event == "SwitchRole":
                console[key] += times
            else:
                by_account[use.caller_account][who] += times
        # Whoever switches role in the console assumes it too, by an id: that is the
        # same use, and counts once.
        # https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
        for (who, account), times in console.items():
            if not by_account.get(account):
                by_account[account][who] = times
        callers = [
            Caller(
                who=who,
                account=account,
                times=times,
                last_at=last[who, account].isoformat(),
            )
            for account, found in by_account.items()
            for who, times in found.items()
        ]
        callers.sort(key=lambda each: (-each["times"], each["who"]))
        return GrantUse(
            times=sum(each["times"] for each in callers),
            days=DAYS,
            caller_count=len(callers),
            callers=callers[:MOST],
            is_whole=is_whole,
        )

    @cached_property
    def _uses(self) -> Mapping[str, list[RoleUse]]:
        rows = RoleUse.objects.since(self.now - timedelta(days=DAYS))
        if self.roles is not None:
            rows = rows.filter(role_arn__in=list(self.roles))
        found: dict[str, list[RoleUse]] = defaultdict(list)
        for row in rows:
            found[row.role_arn].append(row)
        return found

    @cached_property
    def _arns(self) -> Mapping[str, str]:
        """Return the ARNs of our own callers, which AWS tells by id alone."""
        ids = {use.caller for each in self._uses.values() for use in each}
        ids = {each for each in ids if each and not each.startswith("arn:")}
        if not ids:
            return {}
        named = Resource.objects.exclude(unique_id="").filter(unique_id__in=ids)
        return dict(named.values_list("unique_id", "arn"))

    @cached_property
    def _newest(self) -> Newest:
        return Newest()

    def _is_whole(self, account_id: str) -> bool | None:
        """Say whether all of an account's history was read; None if none of it was."""
        if account_id not in self._known:
            found = whole_histories(self._newest, account_id)
            self._known[account_id] = found.get(account_id)
        return self._known[account_id]

    def _told_by_name(self, account_id: str) -> frozenset[str]:
        """Return the roles of a busy account of which all is known nevertheless."""
        if account_id not in self._by_name:
            self._by_name[account_id] = whole_roles(self._newest, account_id)
        return self._by_name[account_id]


def _fits(row: Grant, who: str, account: str) -> bool:
    """Say whether a use may have come by this grant. In doubt it may."""
    kind = row.principal_kind
    if kind == PrincipalKind.FEDERATED:
        return who == row.principal
    if not account:
        return False
    if kind in ONE:
        is_nameless = not who.startswith("arn:")
        return account == row.principal_account and (
            is_nameless or who == row.principal
        )
    if row.principal_account:
        return account == row.principal_account
    return True
