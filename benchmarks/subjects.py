"""A case as the engine takes it, with the ARN of a resource that its policy fits."""

from __future__ import annotations

import re
from typing import Any

from accessmap.policy import case as cases
from accessmap.policy.subject import Subject
from benchmarks.adapters.door import as_object

ARNS = {
    "AWS::IAM::Role": "arn:aws:iam::{account}:role/role",
    "AWS::KMS::Key": (
        "arn:aws:kms:us-east-1:{account}:key/11111111-2222-3333-4444-555555555555"
    ),
}
zone_of = cases.zone_of


def subject_of(case: dict[str, Any]) -> Subject:
    """Return the resource that a case is about, with its policy as it was given."""
    return next(iter(cases.subjects({"resource_arn": arn_of(case), **case})))


def arn_of(case: dict[str, Any]) -> str:
    """Return the ARN of a resource that the policy's first Resource may name."""
    if known := ARNS.get(case["resource_type"]):
        return known.format(account=case["resource_account"])
    try:
        statements = as_object(case["policy"])["Statement"]
        first = statements if isinstance(statements, dict) else statements[0]
        named = first["Resource"]
    except (LookupError, TypeError, ValueError):
        return ""  # the policy is malformed, or names none
    arn = str(named[0] if isinstance(named, list) else named)
    head = re.split(r"[*?]", arn)[0]
    return head.split("/")[0] if ":s3:::" in head else head
