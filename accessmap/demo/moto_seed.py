"""Put the declared resources into moto, in process: thousands a second, no API calls.

Every identifier that moto makes up is drawn from a seed of the resource's own name, so
the demo organization is the same after a restart, and a crawl sees no change.
"""

from __future__ import annotations

import json
import zlib
from datetime import UTC, datetime, timedelta
from typing import Any

# moto and its backends before anything that makes a boto3 session.
from moto.backends import get_backend
from moto.iam.models import ManagedPolicy as MotoPolicy
from moto.moto_api._internal import mock_random
from moto.s3.models import FakeGrant, FakeGrantee, get_canned_acl

from accessmap.demo.policies import AWS_MANAGED
from accessmap.demo.shapes import Bucket, Document, Key, ManagedPolicy, Role

BORN = datetime(2024, 4, 1, 9, 0, tzinfo=UTC)
AWS = "aws"


def ids_of(name: str) -> None:
    """Draw the next identifiers from ``name``."""
    mock_random.seed(zlib.crc32(name.encode()))


def born(name: str) -> datetime:
    """Return a time of creation that belongs to ``name``."""
    return BORN + timedelta(hours=zlib.crc32(name.encode()) % 17_000)


def text(policy: Document) -> str:
    """Write a policy as consoles do."""
    return json.dumps(policy, indent=2)


def backend(service: str, account_id: str, region: str = AWS) -> Any:
    """Return moto's store of one service in one account."""
    return get_backend(service)[account_id][region]


def aws_managed(account_id: str) -> None:
    """Make AWS's own policies attachable in an account."""
    iam = backend("iam", account_id)
    for name, policy in AWS_MANAGED.items():
        ids_of(name)
        arn = f"arn:aws:iam::aws:policy/{name}"
        made = MotoPolicy(name, "aws", "us-east-1", document=text(policy), path="/")
        iam.managed_policies[arn] = made


def managed_policy(policy: ManagedPolicy) -> None:
    """Make one customer managed policy."""
    ids_of(f"{policy.account}/{policy.name}")
    backend("iam", policy.account).create_policy(
        "", "/", text(policy.document), policy.name, []
    )


def role(declared: Role) -> None:
    """Make one role with all that hangs on it."""
    iam = backend("iam", declared.account)
    ids_of(f"{declared.account}/{declared.name}")
    tags = [{"Key": "owner", "Value": declared.owner}] if declared.owner else []
    boundary = (
        f"arn:aws:iam::{declared.account}:policy/{declared.boundary}"
        if declared.boundary
        else None
    )
    made = iam.create_role(
        declared.name,
        text(declared.trust),
        declared.path,
        boundary,
        declared.description,
        tags,
        str(declared.hours * 3600),
    )
    made.create_date = born(declared.name).replace(tzinfo=None)
    for name in declared.attached:
        owner = "aws" if name in AWS_MANAGED else declared.account
        iam.attach_role_policy(f"arn:aws:iam::{owner}:policy/{name}", declared.name)
    for name, policy in declared.inline.items():
        iam.put_role_policy(declared.name, name, text(policy))
    if declared.used_days_ago is not None:
        made.last_used = datetime.now(tz=UTC).replace(
            tzinfo=None, microsecond=0
        ) - timedelta(days=declared.used_days_ago, hours=2)
        made.last_used_region = "ap-northeast-1"


def remove_role(account_id: str, name: str) -> None:
    """Delete a role as its owner would: detached, emptied, gone."""
    iam = backend("iam", account_id)
    found = iam.get_role(name)
    found.managed_policies.clear()
    found.policies.clear()
    iam.delete_role(name)


def bucket(declared: Bucket) -> None:
    """Make one bucket, or bring it to the state declared."""
    s3 = backend("s3", declared.account)
    if declared.name not in s3.buckets:
        s3.create_bucket(declared.name, declared.region)
        s3.buckets[declared.name].creation_date = born(declared.name)
    made = s3.buckets[declared.name]
    body = declared.text or (text(declared.policy) if declared.policy else "")
    made.policy = body.encode() if body else None
    made.acl = get_canned_acl(declared.acl)
    for reader in declared.readers:
        grantee = FakeGrantee(grantee_id=reader, display_name="")
        made.acl.grants.append(FakeGrant([grantee], ["READ"]))
    if declared.owner:
        s3.put_bucket_tagging(declared.name, {"owner": declared.owner})
    if declared.blocks:
        s3.put_public_access_block(
            declared.name, dict.fromkeys(declared.blocks, "true")
        )


def block_account(account_id: str) -> None:
    """Switch on block public access for a whole account."""
    blocks = (
        "BlockPublicAcls",
        "IgnorePublicAcls",
        "BlockPublicPolicy",
        "RestrictPublicBuckets",
    )
    backend("s3control", account_id).put_public_access_block(
        account_id, dict.fromkeys(blocks, True)
    )


def key(declared: Key) -> str:
    """Make one key and lend it; return its ARN."""
    kms = backend("kms", declared.account, declared.region)
    ids_of(f"{declared.account}/{declared.alias}")
    tags = [{"TagKey": "owner", "TagValue": declared.owner}] if declared.owner else None
    made = kms.create_key(
        text(declared.policy), "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", "", tags
    )
    kms.create_alias(made.id, declared.alias)
    for grant in declared.grants:
        ids_of(grant.name)
        kms.create_grant(
            made.id,
            grant.grantee,
            list(grant.operations),
            grant.name,
            dict(grant.constraints),
            "",
        )
    return str(made.arn)


def identity_providers(account_id: str, *, saml: tuple[str, ...], github: bool) -> None:
    """Register who may vouch for people and workflows in an account."""
    iam = backend("iam", account_id)
    for name in saml:
        iam.create_saml_provider(name, f"<EntityDescriptor entityID='{name}'/>")
    if github:
        iam.create_open_id_connect_provider(
            "https://token.actions.githubusercontent.com", [], ["sts.amazonaws.com"], []
        )
