"""S3 buckets: policy, ACL, ownership, block public access of bucket and account.

AWS: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-management.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from accessmap.aws import tags
from accessmap.aws.collector import (
    Collector,
    Sighting,
    Where,
    canonical,
    pages,
    register,
    unless,
)
from accessmap.aws.listed import Listed
from accessmap.aws.session import client as client_of
from accessmap.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

ACCOUNT_BLOCK = "AWS::S3::AccountPublicAccessBlock"
ENFORCED = "BucketOwnerEnforced"
NO_BLOCK = "NoSuchPublicAccessBlockConfiguration"
Documents = dict[tuple[PolicyKind, str], str]


@register
class Buckets(Collector):
    """Every bucket of an account, whatever its region, and the account's own block."""

    resource_type = "AWS::S3::Bucket"
    also_sees = (ACCOUNT_BLOCK,)
    service = "s3"
    is_regional = False
    permissions = (
        "s3:GetAccountPublicAccessBlock",
        "s3:GetBucketAcl",
        "s3:GetBucketOwnershipControls",
        "s3:GetBucketPolicy",
        "s3:GetBucketPublicAccessBlock",
        "s3:ListAllMyBuckets",
        tags.PERMISSION,
    )

    def find(self, client: S3Client, where: Where) -> Iterator[Listed]:
        """Yield the account, whose block AWS gives no ARN, then its buckets."""
        head = f"arn:{where.partition}:s3:::"
        block = f"{head}account/{where.account_id}/public-access-block"
        yield Listed(block, where.account_id, resource_type=ACCOUNT_BLOCK)
        tagged: dict[str, dict[str, dict[str, str]]] = {}
        # BucketRegion comes only with a paged request.
        # https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
        for each in pages(
            client, "list_buckets", "Buckets", PaginationConfig={"PageSize": 1000}
        ):
            arn, region = f"{head}{each['Name']}", each.get("BucketRegion", "")
            if region not in tagged:
                tagged[region] = tags.tags_of("s3", region)
            yield Listed(
                arn,
                each["Name"],
                key=region,
                tags=tagged[region].get(arn, {}),
                facts={"region": region},
            )

    def read(self, client: S3Client, handle: Listed, where: Where) -> Sighting:
        """Read what decides about one bucket, in the bucket's own region.

        Most need two calls: with no policy, and an ACL that names nobody but the
        owner, neither ownership nor block decides anything, and they are not asked.
        """
        if handle.resource_type == ACCOUNT_BLOCK:
            return handle.seen(documents=_account_block(where.account_id))
        here: S3Client = client_of("s3", handle.key)
        name = handle.name
        policy = unless("NoSuchBucketPolicy", here.get_bucket_policy, Bucket=name)
        acl = here.get_bucket_acl(Bucket=name)
        documents: Documents = {}
        facts: dict[str, Any] = dict(handle.facts)
        lends = _lends(acl)
        if lends:
            facts["object_ownership"] = _ownership(here, name)
        # Where the owner is enforced, S3 ignores every ACL, and says of it what a new
        # bucket has: the owner may do all.
        # https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
        if facts.get("object_ownership") != ENFORCED:
            kept = {"Owner": acl["Owner"], "Grants": acl["Grants"]}
            documents[PolicyKind.ACL, ""] = canonical(kept)
        if policy or lends:
            block = unless(NO_BLOCK, here.get_public_access_block, Bucket=name)
            documents |= _block(block)
        return replace(handle.seen(policy.get("Policy"), documents), facts=facts)


def _lends(acl: Mapping[str, Any]) -> bool:
    """Say whether an ACL names anybody but the owner."""
    owner = acl["Owner"].get("ID")
    return any(each["Grantee"].get("ID") != owner for each in acl["Grants"])


def _ownership(client: S3Client, name: str) -> str:
    """Return who owns the objects; empty where the bucket has no such control."""
    answer = unless(
        "OwnershipControlsNotFoundError",
        client.get_bucket_ownership_controls,
        Bucket=name,
    )
    rules = answer.get("OwnershipControls", {}).get("Rules", [])
    return str(rules[0]["ObjectOwnership"]) if rules else ""


def _account_block(account_id: str) -> Documents:
    """Read the account's block, which overrules its buckets."""
    return _block(
        unless(
            NO_BLOCK,
            client_of("s3control").get_public_access_block,
            AccountId=account_id,
        )
    )


def _block(answer: Mapping[str, Any]) -> Documents:
    """Return block public access as a document, if it was ever set."""
    if not answer:
        return {}
    switches = canonical(answer["PublicAccessBlockConfiguration"])
    return {(PolicyKind.BLOCK_PUBLIC_ACCESS, ""): switches}
