"""Which canonical user id is whose: as the ACLs of its buckets say, kept by account.

A bucket is owned by the account that made it, and its ACL names that owner. To find
it out for everybody each time that one account is derived would take ever longer.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
"""

from __future__ import annotations

import json

from django.db.models import Min

from accessmap import mass
from accessmap.models import Account, Snapshot
from accessmap.policy.kinds import PolicyKind


def note_owners(account_id: str = "") -> None:
    """Note the canonical id of one account, or of all, where it is not noted yet."""
    acls = Snapshot.objects.current().filter(
        kind=PolicyKind.ACL, resource__resource_type="AWS::S3::Bucket"
    )
    accounts = Account.objects.all()
    if account_id:
        acls = acls.filter(resource__account_id=account_id)
        accounts = accounts.filter(account_id=account_id)
    one_each = acls.order_by().values("resource__account_id").annotate(first=Min("pk"))
    rows = Snapshot.objects.filter(pk__in=one_each.values("first")).select_related(
        "resource", "document"
    )
    told = {row.resource.account_id: _owner(row.document.text) for row in rows}
    noted = accounts.values_list("pk", "account_id", "canonical_id")
    mass.set_each(
        Account,
        "canonical_id",
        {
            pk: told.get(each, "")
            for pk, each, canonical_id in noted
            if told.get(each, "") != canonical_id
        },
    )


def _owner(text: str) -> str:
    try:
        acl = json.loads(text)
    except ValueError:
        return ""
    owner = acl.get("Owner") if isinstance(acl, dict) else None
    return str(owner.get("ID") or "")[:128] if isinstance(owner, dict) else ""
