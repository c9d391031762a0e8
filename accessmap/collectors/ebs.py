"""EBS snapshots of the account's own making, and whom they are shared with.

AWS: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html
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
    plain,
    register,
)
from accessmap.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from mypy_boto3_ec2 import EC2Client


@register
class Snapshots(Collector):
    """Copies of disks; whoever may make a volume of one reads the whole disk."""

    resource_type = "AWS::EC2::Snapshot"
    service = "ec2"
    permissions = ("ec2:DescribeSnapshotAttribute", "ec2:DescribeSnapshots")

    def find(self, client: EC2Client, where: Where) -> Iterator[Any]:
        """Yield the account's snapshots, none of those that others share with it."""
        yield from pages(
            client,
            "describe_snapshots",
            "Snapshots",
            OwnerIds=["self"],
            PaginationConfig={"PageSize": 1000},
        )

    def arn(self, handle: Any, where: Where) -> str:
        """Name the snapshot; its ARN has no account.

        https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
        """
        return (
            f"arn:{where.partition}:ec2:{where.region}::snapshot/{handle['SnapshotId']}"
        )

    def read(self, client: EC2Client, handle: Any, where: Where) -> Sighting:
        """Read whom one snapshot is shared with; the list does not tell."""
        shared = client.describe_snapshot_attribute(
            SnapshotId=handle["SnapshotId"], Attribute="createVolumePermission"
        )["CreateVolumePermissions"]
        tags = {each["Key"]: each["Value"] for each in handle.get("Tags", ())}
        listed = canonical({"CreateVolumePermissions": shared})
        return Sighting(
            arn=self.arn(handle, where),
            name=tags.get("Name") or handle["SnapshotId"],
            documents={(PolicyKind.SHARE, ""): listed} if shared else {},
            tags=tags,
            facts={
                "created_at": plain(handle.get("StartTime")),
                "is_encrypted": handle.get("Encrypted", False),
                "volume": handle.get("VolumeId", ""),
            },
        )
