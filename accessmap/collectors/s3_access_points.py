"""S3 access points: their policies and their own block public access.

What an access point lets in, its bucket's policy must let in too, or leave to it.

AWS: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from accessmap.aws.collector import (
    Collector,
    Sighting,
    Where,
    canonical,
    register,
    turned,
    unless,
)
from accessmap.aws.listed import Listed
from accessmap.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from mypy_boto3_s3control import S3ControlClient


@register
class AccessPoints(Collector):
    """Every access point of a region."""

    resource_type = "AWS::S3::AccessPoint"
    service = "s3control"
    permissions = (
        "s3:GetAccessPoint",
        "s3:GetAccessPointPolicy",
        "s3:ListAccessPoints",
    )

    def find(self, client: S3ControlClient, where: Where) -> Iterator[Listed]:
        """Yield the access points, each with the bucket that it opens."""
        for each in turned(
            client,
            "list_access_points",
            "AccessPointList",
            "NextToken",
            AccountId=where.account_id,
        ):
            yield Listed(
                each["AccessPointArn"],
                each["Name"],
                facts={
                    "bucket": each["Bucket"],
                    "bucket_account": each.get("BucketAccountId", ""),
                    "vpc": each.get("VpcConfiguration", {}).get("VpcId", ""),
                },
            )

    def read(self, client: S3ControlClient, handle: Listed, where: Where) -> Sighting:
        """Read the policy; the block only where there is one to restrain."""
        asked = {"AccountId": where.account_id, "Name": handle.name}
        answer = unless(
            "NoSuchAccessPointPolicy", client.get_access_point_policy, **asked
        )
        if not answer:
            return handle.seen()
        block = client.get_access_point(**asked)["PublicAccessBlockConfiguration"]
        return handle.seen(
            answer["Policy"],
            {(PolicyKind.BLOCK_PUBLIC_ACCESS, ""): canonical(block)},
        )
