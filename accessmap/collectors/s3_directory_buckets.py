"""S3 directory buckets (S3 Express One Zone) and their bucket policies.

They have no ACL, and their public access is blocked without a switch.

AWS: https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-security-iam.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from accessmap.aws.collector import (
    Collector,
    Sighting,
    Where,
    pages,
    register,
    unless,
)
from accessmap.aws.listed import Listed
from accessmap.aws.read_only import DIRECTORY_BUCKET

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@register
class DirectoryBuckets(Collector):
    """Every directory bucket of a region."""

    resource_type = "AWS::S3Express::DirectoryBucket"
    service = "s3"
    permissions = (
        "s3express:GetBucketPolicy",
        "s3express:ListAllMyDirectoryBuckets",
    )

    def find(self, client: S3Client, where: Where) -> Iterator[Listed]:
        """Yield the buckets."""
        for each in pages(client, "list_directory_buckets", "Buckets"):
            name = each["Name"]
            # https://docs.aws.amazon.com/AmazonS3/latest/userguide/directory-bucket-naming-rules.html
            if not name.endswith(DIRECTORY_BUCKET):
                raise ValueError(f"{name} is in the list and is no directory bucket")
            yield Listed(where.arn("s3express", f"bucket/{name}"), name)

    def read(self, client: S3Client, handle: Listed, where: Where) -> Sighting:
        """Read a bucket's policy."""
        answer = unless(
            "NoSuchBucketPolicy", client.get_bucket_policy, Bucket=handle.name
        )
        return handle.seen(answer.get("Policy"))
