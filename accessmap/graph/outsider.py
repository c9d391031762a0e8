"""An account that is not ours, as we see it: who it is, and what it reaches in ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count

from accessmap.graph.of_account import Way, outward
from accessmap.levels import LEVELS, RANK
from accessmap.models import Account, Counterparty, Grant
from accessmap.models.grant import GrantQuerySet
from accessmap.policy.kinds import AccessLevel, PolicyKind


@dataclass(slots=True)
class Reached:
    """One of our accounts: how many grants let in, and the widest of these.

    Who becomes a role may what the role may, which no access level says: such grants
    are counted in ``roles``.
    """

    account: Account
    open: int = 0
    blocked: int = 0
    roles: int = 0
    levels: set[str] = field(default_factory=set)

    @property
    def widest(self) -> str:
        """Return the strongest access by a grant that is not blocked; else empty."""
        return max(self.levels, key=lambda each: RANK.get(each, -1), default="")

    @property
    def rank(self) -> int:
        """Return how wide it is: a role is taken to change something."""
        of_roles = RANK[AccessLevel.WRITE] if self.roles else -1
        return max(RANK.get(self.widest, -1), of_roles)

    @property
    def widest_word(self) -> str:
        """Return what the widest access is called."""
        return str(dict(LEVELS).get(self.widest, ""))


@dataclass(frozen=True, slots=True)
class Outsider:
    """``named`` is the operator's word for it, if there is one."""

    account_id: str
    named: Counterparty | None
    way: Way
    reached: Sequence[Reached]


def outsider(
    grants: GrantQuerySet, account_id: str, most: int, at: datetime | None = None
) -> Outsider | None:
    """Return an account that some grant lets in, or that has a name; else None.

    Of what it reaches, only what is among ``grants``.
    """
    named = Counterparty.objects.filter(account_id=account_id).first()
    is_known = named or Grant.objects.filter(principal_account=account_id).exists()
    if not is_known:
        return None
    way = outward(grants, account_id, most, at)
    return Outsider(account_id, named, way, _reached(grants, account_id))


def _reached(grants: GrantQuerySet, account_id: str) -> list[Reached]:
    """Return our accounts that it reaches, by the widest access and the most grants."""
    rows = (
        grants.filter(principal_account=account_id)
        .order_by()
        .values_list(
            "resource__account_id", "is_blocked", "policy_kind", "access_level"
        )
        .annotate(Count("pk"))
    )
    counted = list(rows)
    homes = Account.objects.in_bulk(
        {target for target, *_rest in counted}, field_name="account_id"
    )
    found: dict[str, Reached] = {}
    for target, is_blocked, kind, level, count in counted:
        if target not in homes:
            continue
        line = found.setdefault(target, Reached(homes[target]))
        if is_blocked:
            line.blocked += count
        else:
            line.open += count
            if kind == PolicyKind.TRUST:
                line.roles += count
            else:
                line.levels.add(level)
    return sorted(
        found.values(),
        key=lambda each: (-each.rank, -each.open, each.account.name),
    )
