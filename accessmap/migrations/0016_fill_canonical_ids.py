"""Note at once what the ACLs that are kept say, as derivation does from now on.

Else the first crawl after this would take our own accounts for strangers, for a while.
"""

from __future__ import annotations

import json
from typing import Any

from django.db import migrations


def fill(apps: Any, _editor: Any) -> None:
    """Give each account the owner that its first ACL in force names."""
    snapshots = apps.get_model("accessmap", "Snapshot").objects
    acls = snapshots.filter(
        ended_at=None, kind="acl", resource__resource_type="AWS::S3::Bucket"
    )
    told: dict[str, str] = {}
    for row in acls.select_related("resource", "document").order_by("pk").iterator():
        if row.resource.account_id not in told:
            told[row.resource.account_id] = _owner(bytes(row.document.body))
    for account in apps.get_model("accessmap", "Account").objects.all():
        account.canonical_id = told.get(account.account_id, "")
        account.save(update_fields=["canonical_id"])


def _owner(body: bytes) -> str:
    try:
        acl = json.loads(body)
    except ValueError:
        return ""
    owner = acl.get("Owner") if isinstance(acl, dict) else None
    return str(owner.get("ID") or "")[:128] if isinstance(owner, dict) else ""


class Migration(migrations.Migration):
    dependencies = [("accessmap", "0015_note_canonical_ids")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
