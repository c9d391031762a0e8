"""What this AWS refuses, and in which words: reading is never whole in real life."""

from __future__ import annotations

from dataclasses import dataclass

from accessmap.demo.accounts import COLDCHAIN, LOGISTICS, MANAGEMENT, OLD_POS

READER = "AccessMapReadOnly"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One call on one resource that ends in AccessDenied."""

    account: str
    operation: str
    resource: str  # bucket name, key alias …
    message: str


BUCKET = "kitsune-route-plans"
KEY = "alias/coldchain"
REFUSALS = (
    # A bucket policy that shuts even its own account out, as ransomware and
    # over-careful people both write it.
    Refusal(
        LOGISTICS,
        "s3:GetBucketPolicy",
        BUCKET,
        f"User: arn:aws:sts::{LOGISTICS}:assumed-role/{READER}/accessmap is not "
        f'authorized to perform: s3:GetBucketPolicy on resource: "arn:aws:s3:::'
        f'{BUCKET}" '
        "with an explicit deny in a resource-based policy",
    ),
    Refusal(
        COLDCHAIN,
        "kms:GetKeyPolicy",
        KEY,
        f"User: arn:aws:sts::{COLDCHAIN}:assumed-role/{READER}/accessmap is not "
        "authorized to perform: kms:GetKeyPolicy because no resource-based policy "
        "allows the kms:GetKeyPolicy action",
    ),
)
ASSUME_REFUSED = (
    f"User: arn:aws:iam::{MANAGEMENT}:user/accessmap is not authorized to perform: "
    "sts:AssumeRole on resource: {role}"
)
REFUSED_ACCOUNTS = frozenset({OLD_POS})
