"""Machine images (AMIs) of the account's own making, and who may launch them.

AWS: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharing-amis.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from accessmap.aws.collector import (
    Collector,
    Sighting,
    Where,
    canonical,
    pages,
    register,
)
from accessmap.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from mypy_boto3_ec2 import EC2Client


@register
class Images(Collector):
    """Copies of whole machines: what is on their disks is there for whoever launches.

    They are shared with accounts, with organizations and units, or with everybody.
    """

    resource_type = "AWS::EC2::Image"
    service = "ec2"
    permissions = ("ec2:DescribeImageAttribute", "ec2:DescribeImages")

    def find(self, client: EC2Client, where: Where) -> Iterator[Any]:
        """Yield the account's images, also those that are switched off.

        https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/disable-an-ami.html
        """
        yield from pages(
            client,
            "describe_images",
            "Images",
            Owners=["self"],
            IncludeDeprecated=True,
            IncludeDisabled=True,
            PaginationConfig={"PageSize": 1000},
        )

    def arn(self, handle: Any, where: Where) -> str:
        """Name the image; its ARN has no account."""
        return f"arn:{where.partition}:ec2:{where.region}::image/{handle['ImageId']}"

    def read(self, client: EC2Client, handle: Any, where: Where) -> Sighting:
        """Read who may launch one image; the list tells only whether all may."""
        shared = client.describe_image_attribute(
            ImageId=handle["ImageId"], Attribute="launchPermission"
        )["LaunchPermissions"]
        listed = canonical({"LaunchPermissions": shared})
        return Sighting(
            arn=self.arn(handle, where),
            name=handle.get("Name") or handle["ImageId"],
            documents={(PolicyKind.SHARE, ""): listed} if shared else {},
            tags={each["Key"]: each["Value"] for each in handle.get("Tags", ())},
            facts={
                "created_at": handle.get("CreationDate", ""),
                "state": handle.get("State", ""),
            },
        )
