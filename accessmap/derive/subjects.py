"""What the engine is asked about: the documents in force of one account."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from accessmap.models import Account, Snapshot
from accessmap.policy.kinds import PolicyKind
from accessmap.policy.subject import Subject

# Documents that let somebody in. Identity policies only say what who is in may do.
OPENING = (
    PolicyKind.TRUST,
    PolicyKind.RESOURCE,
    PolicyKind.KMS_GRANTS,
    PolicyKind.ACL,
    PolicyKind.SHARE,
    PolicyKind.ASSIGNMENT,
)
# What block public access restrains.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
BLOCKABLE = frozenset(
    {"AWS::S3::Bucket", "AWS::S3::AccessPoint", "AWS::S3::MultiRegionAccessPoint"}
)
ACCOUNT_BLOCK = "AWS::S3::AccountPublicAccessBlock"
# It is always on for these, and there is no switch.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-security-iam.html
ALWAYS_BLOCKED = frozenset({"AWS::S3Express::DirectoryBucket"})
# What is granted beside the policy, and falls where the policy denies it.
_LISTS = (PolicyKind.ACL, PolicyKind.KMS_GRANTS)
SWITCHES = (
    "BlockPublicAcls",
    "IgnorePublicAcls",
    "BlockPublicPolicy",
    "RestrictPublicBuckets",
)


def subjects(
    account: Account | None, account_id: str, resources: Collection[int] | None = None
) -> Iterator[tuple[Snapshot, Subject]]:
    """Yield every document in force that may let somebody in, ready to be asked.

    With ``resources`` (their keys, some hundred at most) those of these alone.
    """
    some: dict[str, Any] = {"resource__account_id": account_id}
    rcps = resource_control_policies(account)
    if resources is None:
        settings = _block_public_access(account_id)
        denying = _denying(**some)
        for snapshot in opening_snapshots(**some):
            yield snapshot, _subject(snapshot, rcps, settings, denying)
        return
    # Of few, what bears on them is asked for only where it may.
    some["resource__in"] = resources
    found = list(opening_snapshots(**some))
    is_blockable = any(each.resource.resource_type in BLOCKABLE for each in found)
    settings = _block_public_access(account_id, resources) if is_blockable else {}
    is_listed = any(each.kind in _LISTS for each in found)
    denying = _denying(**some) if is_listed else {}
    for snapshot in found:
        yield snapshot, _subject(snapshot, rcps, settings, denying)


def subject_of(snapshot: Snapshot) -> Subject:
    """Return one document as the engine is asked about it."""
    account_id = snapshot.resource.account_id
    return _subject(
        snapshot,
        _rcps(account_id),
        _block_public_access(account_id),
        _denying(resource=snapshot.resource),
    )


def opening_snapshots(**of: Any) -> Iterator[Snapshot]:
    """Yield the snapshots in force, with their documents, in a fixed order."""
    yield from (
        Snapshot.objects.current()
        .filter(kind__in=OPENING, **of)
        .select_related("resource", "document")
        .order_by("resource__arn", "kind", "name")
        .iterator(chunk_size=500)
    )


def resource_control_policies(account: Account | None) -> Mapping[str, str]:
    """Return the RCPs in force; they never restrain the management account.

    Nor one that left: those that it had are not its any more.

    https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
    """
    if account is None or account.is_management or account.left_at:
        return {}
    return dict(account.rcps)


def _rcps(account_id: str) -> Mapping[str, str]:
    account = Account.objects.filter(account_id=account_id).first()
    return resource_control_policies(account)


def _subject(
    snapshot: Snapshot,
    rcps: Mapping[str, str],
    settings: dict[str, dict[str, bool]],
    denying: Mapping[int, str],
) -> Subject:
    resource = snapshot.resource
    own = dict.fromkeys(SWITCHES, resource.resource_type in ALWAYS_BLOCKED)
    if resource.resource_type in BLOCKABLE:
        # The strictest of bucket (or access point) and account counts.
        both = settings.get("", {}), settings.get(resource.arn, {})
        own = {switch: any(each.get(switch) for each in both) for switch in SWITCHES}
    return Subject(
        arn=resource.arn,
        resource_type=resource.resource_type,
        account_id=resource.account_id,
        kind=PolicyKind(snapshot.kind),
        resource_id=resource.unique_id,
        document=snapshot.document.text,
        settings=own,
        rcps=rcps,
        beside=denying.get(snapshot.resource_id) if snapshot.kind in _LISTS else None,
    )


def _denying(**of: Any) -> dict[int, str]:
    """Return policies that deny something and have a list beside them, by resource."""
    current = Snapshot.objects.current().filter(**of)
    listed = current.filter(kind__in=_LISTS).values("resource_id")
    rows = current.filter(kind=PolicyKind.RESOURCE, resource_id__in=listed)
    texts = {
        row.resource_id: row.document.text for row in rows.select_related("document")
    }
    return {at: text for at, text in texts.items() if "Deny" in text}


def _block_public_access(
    account_id: str, resources: Collection[int] | None = None
) -> dict[str, dict[str, bool]]:
    """Return switches by ARN of the bucket; the account's own stand under ""."""
    rows: QuerySet[Snapshot] = (
        Snapshot.objects.current()
        .filter(resource__account_id=account_id, kind=PolicyKind.BLOCK_PUBLIC_ACCESS)
        .select_related("resource", "document")
    )
    if resources is not None:
        account = Q(resource__resource_type=ACCOUNT_BLOCK)
        rows = rows.filter(account | Q(resource__in=resources))
    return {
        "" if row.resource.resource_type == ACCOUNT_BLOCK
        else row.resource.arn: _switches(row.document.text)
        for row in rows
    }  # fmt: skip


def _switches(text: str) -> dict[str, bool]:
    """Read the switches; what cannot be read closes nothing (we over-report)."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    inner = found.get("PublicAccessBlockConfiguration", found)
    if not isinstance(inner, dict):
        return {}
    return {switch: inner.get(switch) is True for switch in SWITCHES}
