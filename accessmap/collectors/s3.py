"""S3 buckets: policy, ACL, ownership, block public access of bucket and account.

AWS: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-management.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accessmap.aws.collector import (
    Collector,
    Sighting,
    Where,
    canonical,
    pages,
    register,
    unless,
)
from accessmap.aws.session import client as client_of
from accessmap.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

ACCOUNT_BLOCK = "AWS::S3::AccountPublicAccessBlock"
ENFORCED = "BucketOwnerEnforced"
NO_BLOCK = "NoSuchPublicAccessBlockConfiguration"


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket as the list names it. An empty name stands for the account itself."""

    name: str
    region: str = ""


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
        "s3:GetBucketTagging",
        "s3:ListAllMyBuckets",
    )

    def find(self, client: S3Client, where: Where) -> Iterator[Bucket]:
        """Yield the account, then its buckets."""
        yield Bucket("")
        # BucketRegion comes only with a paged request.
        # https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
        for each in pages(
            client, "list_buckets", "Buckets", PaginationConfig={"PageSize": 1000}
        ):
            yield Bucket(each["Name"], each.get("BucketRegion", ""))

    def arn(self, handle: Bucket, where: Where) -> str:
        """Name a bucket, or the account's block, which AWS gives no ARN."""
        if not handle.name:
            return (
                f"arn:{where.partition}:s3:::account/{where.account_id}"
                "/public-access-block"
            )
        return f"arn:{where.partition}:s3:::{handle.name}"

    def type_of(self, handle: Bucket) -> str:
        """Tell a bucket from the account's block."""
        return self.resource_type if handle.name else ACCOUNT_BLOCK

    def read(self, client: S3Client, handle: Bucket, where: Where) -> Sighting:
        """Read what decides about one bucket, in the bucket's own region."""
        if not handle.name:
            return self._account(handle, where)
        here: S3Client = client_of("s3", handle.region)
        name = handle.name
        documents = {}
        policy = unless("NoSuchBucketPolicy", here.get_bucket_policy, Bucket=name)
        if policy:
            documents[PolicyKind.RESOURCE, ""] = policy["Policy"]
        ownership = self._ownership(here, name)
        # Where the owner is enforced, S3 ignores every ACL.
        # https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
        if ownership != ENFORCED:
            acl = here.get_bucket_acl(Bucket=name)
            kept = {"Owner": acl["Owner"], "Grants": acl["Grants"]}
            documents[PolicyKind.ACL, ""] = canonical(kept)
        block = unless(NO_BLOCK, here.get_public_access_block, Bucket=name)
        if block:
            documents[PolicyKind.BLOCK_PUBLIC_ACCESS, ""] = canonical(
                block["PublicAccessBlockConfiguration"]
            )
        tags = unless("NoSuchTagSet", here.get_bucket_tagging, Bucket=name)
        return Sighting(
            arn=self.arn(handle, where),
            name=name,
            documents=documents,
            tags={each["Key"]: each["Value"] for each in tags.get("TagSet", ())},
            facts={"region": handle.region, "object_ownership": ownership},
        )

    def _ownership(self, client: S3Client, name: str) -> str:
        """Return who owns the objects; empty where the bucket has no such control."""
        answer = unless(
            "OwnershipControlsNotFoundError",
            client.get_bucket_ownership_controls,
            Bucket=name,
        )
        rules = answer.get("OwnershipControls", {}).get("Rules", [])
        return str(rules[0]["ObjectOwnership"]) if rules else ""

    def _account(self, handle: Bucket, where: Where) -> Sighting:
        """Read the account's block, which overrules its buckets."""
        answer = unless(
            NO_BLOCK,
            client_of("s3control").get_public_access_block,
            AccountId=where.account_id,
        )
        documents = {}
        if answer:
            documents[PolicyKind.BLOCK_PUBLIC_ACCESS, ""] = canonical(
                answer["PublicAccessBlockConfiguration"]
            )
        return Sighting(
            arn=self.arn(handle, where),
            name=where.account_id,
            resource_type=ACCOUNT_BLOCK,
            documents=documents,
        )
