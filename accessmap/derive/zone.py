"""The zone of trust as the organization stands now, from rows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256

from django.db.models import Min

from accessmap.models import Account, OrganizationalUnit, Snapshot
from accessmap.policy.kinds import PolicyKind
from accessmap.policy.zone import ZoneOfTrust

# The unit that AWS advises for the log archive and the security tooling.
# https://docs.aws.amazon.com/whitepapers/latest/organizing-your-aws-environment/security-ou-and-accounts.html
SENSITIVE_UNITS = frozenset({"security"})


@dataclass(frozen=True)
class World:
    """The organization, read once for the many accounts that are judged by it."""

    zone: ZoneOfTrust  # without canonical ids: they are seen from an account
    owners: Mapping[str, str]  # account → its canonical id, as its buckets say
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
        """Return it as it stands."""
        return cls(_zone(), _owners(), sensitive_accounts())

    def seen_from(self, home: str) -> ZoneOfTrust:
        """Return the zone of trust for judging the resources of ``home``."""
        return replace(self.zone, canonical_ids=_claimed(self.owners, home))


def zone_of_trust(home: str = "") -> ZoneOfTrust:
    """Return who is inside: members now; those who left are former.

    ``home`` is the account whose resources are judged, where there is one.
    """
    return replace(_zone(), canonical_ids=canonical_ids(home))


def _zone() -> ZoneOfTrust:
    members = list(
        Account.objects.present().values_list(
            "account_id", "organization_id", "is_management", "unit__path"
        )
    )
    return ZoneOfTrust(
        organization_id=next((whose for _, whose, _, _ in members if whose), ""),
        accounts=frozenset(account for account, _, _, _ in members),
        paths={account: path for account, _, _, path in members if path},
        management_account=next(
            (account for account, _, is_it, _ in members if is_it), ""
        ),
        former_accounts=frozenset(
            Account.objects.former().values_list("account_id", flat=True)
        ),
    )


def sensitive_accounts() -> frozenset[str]:
    """Return the accounts whose loss is the loss of everything."""
    units = OrganizationalUnit.objects.filter(ended_at=None)
    paths = tuple(
        unit.path for unit in units if unit.name.casefold() in SENSITIVE_UNITS
    )
    return frozenset(
        account.account_id
        for account in Account.objects.present().select_related("unit")
        if account.is_management
        or (account.unit and account.unit.path.startswith(paths))
    )


def canonical_ids(home: str = "") -> dict[str, str]:
    """Return our canonical user ids → account ids, as the ACLs of our buckets say.

    A bucket is owned by the account that made it, and its ACL names that owner. An id
    that two accounts claim names neither, but for ``home``, seen from itself.
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
    """
    return _claimed(_owners(), home)


def _owners() -> dict[str, str]:
    acls = Snapshot.objects.current().filter(
        kind=PolicyKind.ACL, resource__resource_type="AWS::S3::Bucket"
    )
    one_each = acls.values("resource__account_id").annotate(first=Min("pk"))
    rows = Snapshot.objects.filter(pk__in=one_each.values("first")).select_related(
        "resource", "document"
    )
    return {row.resource.account_id: _owner(row.document.text) for row in rows}


def _claimed(owners: Mapping[str, str], home: str) -> dict[str, str]:
    claims = Counter(owners.values())
    return {
        owner: account_id
        for account_id, owner in owners.items()
        if owner and (claims[owner] == 1 or account_id == home)
    }


def _owner(text: str) -> str:
    try:
        acl = json.loads(text)
    except ValueError:
        return ""
    owner = acl.get("Owner") if isinstance(acl, dict) else None
    return str(owner.get("ID") or "") if isinstance(owner, dict) else ""
