"""S3 multi-region access points: their policies and their block public access.

AWS: https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointPermissions.html
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
from accessmap.aws.session import client as client_of
from accessmap.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from mypy_boto3_s3control import S3ControlClient

# The one region that is asked about them, wherever their buckets are.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/MrapOperations.html
HOME = "us-west-2"


@register
class MultiRegionAccessPoints(Collector):
    """Every multi-region access point of an account."""

    resource_type = "AWS::S3::MultiRegionAccessPoint"
    service = "s3control"
    is_regional = False
    permissions = (
        "s3:GetMultiRegionAccessPointPolicy",
        "s3:ListMultiRegionAccessPoints",
    )

    def find(self, client: S3ControlClient, where: Where) -> Iterator[Listed]:
        """Yield the access points; policies name them by their alias."""
        for each in turned(
            client_of("s3control", HOME),
            "list_multi_region_access_points",
            "AccessPoints",
            "NextToken",
            AccountId=where.account_id,
        ):
            yield Listed(
                where.arn("s3", f"accesspoint/{each['Alias']}"),
                each["Name"],
                key=each.get("PublicAccessBlock", {}),
                facts={"buckets": sorted(at["Bucket"] for at in each["Regions"])},
            )

    def read(self, client: S3ControlClient, handle: Listed, where: Where) -> Sighting:
        """Read the policy that is established; one that is proposed opens nothing."""
        answer = unless(
            "NoSuchMultiRegionAccessPointPolicy",
            client_of("s3control", HOME).get_multi_region_access_point_policy,
            AccountId=where.account_id,
            Name=handle.name,
        )
        policy = answer.get("Policy", {}).get("Established", {}).get("Policy")
        return handle.seen(
            policy,
            {(PolicyKind.BLOCK_PUBLIC_ACCESS, ""): canonical(handle.key)},
        )
