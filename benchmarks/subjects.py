"""A case as the engine takes it: a subject, and the zone of trust."""

from __future__ import annotations

import re
from typing import Any

from accessmap.policy.kinds import PolicyKind
from accessmap.policy.subject import Subject
from accessmap.policy.zone import ZoneOfTrust

ARNS = {
    "AWS::IAM::Role": "arn:aws:iam::{account}:role/role",
    "AWS::KMS::Key": "arn:aws:kms:us-east-1:{account}:key/key",
}


def zone_of(case: dict[str, Any]) -> ZoneOfTrust:
    """Return the zone of trust that a case is seen from."""
    return ZoneOfTrust(
        organization_id=case["org_id"],
        accounts=frozenset(case["org_accounts"]),
        paths=case.get("org_paths") or {},
        management_account=case.get("management_account", ""),
    )


def subject_of(case: dict[str, Any]) -> Subject:
    """Return the resource that a case is about, with its policy as it was given."""
    resource_type = case["resource_type"]
    is_role = resource_type == "AWS::IAM::Role"
    arn = ARNS.get(resource_type, "") or resource_named(case["policy"])
    return Subject(
        arn=arn.format(account=case["resource_account"]),
        resource_type=resource_type,
        account_id=case["resource_account"],
        kind=PolicyKind.TRUST if is_role else PolicyKind.RESOURCE,
        document=case["policy"],
        settings=case.get("settings") or {},
        rcps={f"rcp-{at}": each for at, each in enumerate(case.get("rcps") or ())},
    )


def resource_named(policy: Any) -> str:
    """Return the ARN of the resource that a policy's first Resource lies in."""
    if not isinstance(policy, dict):
        return ""
    statements = policy.get("Statement")
    for each in statements if isinstance(statements, list) else [statements]:
        named = each.get("Resource") if isinstance(each, dict) else None
        first = named[0] if isinstance(named, list) and named else named
        if isinstance(first, str) and first.startswith("arn:"):
            head = re.split(r"[*?]", first)[0]
            return head.split("/")[0] if ":s3:::" in head else head
    return ""
