"""The zone of trust as the organization stands now, from rows."""

from __future__ import annotations

import json
from collections import Counter

from django.db.models import Min

from accessmap.models import Account, OrganizationalUnit, Snapshot
from accessmap.policy.kinds import PolicyKind
from accessmap.policy.zone import ZoneOfTrust

# The unit that AWS advises for the log archive and the security tooling.
# https://docs.aws.amazon.com/whitepapers/latest/organizing-your-aws-environment/security-ou-and-accounts.html
SENSITIVE_UNITS = frozenset({"security"})


def zone_of_trust(home: str = "") -> ZoneOfTrust:
    """Return who is inside: members now; those who left are former.

    ``home`` is the account whose resources are judged, where there is one.
    """
    members = list(Account.objects.present().select_related("unit"))
    return ZoneOfTrust(
        organization_id=_organization_id(members),
        accounts=frozenset(account.account_id for account in members),
        paths={
            account.account_id: account.unit.path for account in members if account.unit
        },
        management_account=next(
            (account.account_id for account in members if account.is_management), ""
        ),
        canonical_ids=canonical_ids(home),
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
    acls = Snapshot.objects.current().filter(
        kind=PolicyKind.ACL, resource__resource_type="AWS::S3::Bucket"
    )
    one_each = acls.values("resource__account_id").annotate(first=Min("pk"))
    rows = Snapshot.objects.filter(pk__in=one_each.values("first")).select_related(
        "resource", "document"
    )
    owners = {row.resource.account_id: _owner(row.document.text) for row in rows}
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


def _organization_id(members: list[Account]) -> str:
    return next((each.organization_id for each in members if each.organization_id), "")
