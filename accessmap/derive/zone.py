"""The zone of trust as the organization stands now, from rows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import NamedTuple

from accessmap.models import Account, OrganizationalUnit
from accessmap.policy.zone import ZoneOfTrust

# The unit that AWS advises for the log archive and the security tooling.
# https://docs.aws.amazon.com/whitepapers/latest/organizing-your-aws-environment/security-ou-and-accounts.html
SENSITIVE_UNITS = frozenset({"security"})


@dataclass(frozen=True)
class World:
    """The organization, read once for the many accounts that are judged by it."""

    zone: ZoneOfTrust  # without canonical ids: they are seen from an account
    owners: Mapping[str, str]  # account → its canonical id
    sensitive: frozenset[str]

    @cached_property
    def digest(self) -> str:
        """Return what tells this world from another, but for canonical ids."""
        zone = self.zone
        found = [
            zone.organization_id,
            sorted(zone.accounts),
            sorted(zone.paths.items()),
            zone.management_account,
            sorted(zone.former_accounts),
            sorted(self.sensitive),
        ]
        return sha256(json.dumps(found).encode()).hexdigest()

    @classmethod
    def now(cls) -> World:
        """Return it as it stands; whose canonical ids are is noted before."""
        rows = _rows()
        owners = {row.account_id: row.canonical_id for row in rows if row.canonical_id}
        return cls(_zone(rows), owners, _sensitive(rows))

    def seen_from(self, home: str) -> ZoneOfTrust:
        """Return the zone of trust for judging the resources of ``home``."""
        return replace(self.zone, canonical_ids=_claimed(self.owners, home))


class Row(NamedTuple):
    """What is asked of every account: no more, as it is asked often."""

    account_id: str
    organization_id: str
    is_management: bool
    path: str | None
    left_at: datetime | None
    canonical_id: str


def _rows() -> list[Row]:
    columns = (
        "account_id", "organization_id", "is_management", "unit__path", "left_at",
        "canonical_id",
    )  # fmt: skip
    return [Row(*each) for each in Account.objects.values_list(*columns)]


def zone_of_trust(home: str = "") -> ZoneOfTrust:
    """Return who is inside: members now; those who left are former.

    ``home`` is the account whose resources are judged, where there is one.
    """
    return World.now().seen_from(home)


def _zone(rows: list[Row]) -> ZoneOfTrust:
    members = [row for row in rows if row.left_at is None]
    return ZoneOfTrust(
        organization_id=next(
            (row.organization_id for row in members if row.organization_id), ""
        ),
        accounts=frozenset(row.account_id for row in members),
        paths={row.account_id: row.path for row in members if row.path},
        management_account=next(
            (row.account_id for row in members if row.is_management), ""
        ),
        former_accounts=frozenset(
            row.account_id for row in rows if row.left_at is not None
        ),
    )


def sensitive_accounts() -> frozenset[str]:
    """Return the accounts whose loss is the loss of everything."""
    return _sensitive(_rows())


def _sensitive(rows: list[Row]) -> frozenset[str]:
    units = OrganizationalUnit.objects.filter(ended_at=None)
    paths = tuple(
        path
        for name, path in units.values_list("name", "path")
        if name.casefold() in SENSITIVE_UNITS
    )
    return frozenset(
        row.account_id
        for row in rows
        if row.left_at is None
        and (row.is_management or (row.path or "").startswith(paths))
    )


def canonical_ids(home: str = "") -> dict[str, str]:
    """Return our canonical user ids → account ids.

    An id that two accounts claim names neither, but for ``home``, seen from itself.
    """
    noted = Account.objects.exclude(canonical_id="")
    return _claimed(dict(noted.values_list("account_id", "canonical_id")), home)


def _claimed(owners: Mapping[str, str], home: str) -> dict[str, str]:
    claims = Counter(owners.values())
    return {
        owner: account_id
        for account_id, owner in owners.items()
        if owner and (claims[owner] == 1 or account_id == home)
    }
