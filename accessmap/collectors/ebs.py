"""EBS snapshots of the account's own making, and whom they are shared with.

AWS: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from accessmap.aws.collector import (
    Collector,
    Sighting,
    Where,
    canonical,
    pages,
    plain,
    register,
)
from accessmap.aws.watch import current
from accessmap.policy.kinds import PolicyKind
from accessmap.policy.shares import BLOCK, CLOSED

if TYPE_CHECKING:
    from mypy_boto3_ec2 import EC2Client


PERMISSION = "ec2:GetSnapshotBlockPublicAccessState"


@dataclass(frozen=True, slots=True)
class Found:
    """A snapshot of the list; ``state`` is its region's, once one of them asked."""

    entry: Mapping[str, Any]
    state: dict[str, str] = field(repr=False)


@register
class Snapshots(Collector):
    """Copies of disks; whoever may make a volume of one reads the whole disk."""

    resource_type = "AWS::EC2::Snapshot"
    service = "ec2"
    permissions = (
        "ec2:DescribeSnapshotAttribute",
        "ec2:DescribeSnapshots",
        PERMISSION,
    )

    def find(self, client: EC2Client, where: Where) -> Iterator[Found]:
        """Yield the account's snapshots, none of those that others share with it."""
        state: dict[str, str] = {}
        for each in pages(
            client,
            "describe_snapshots",
            "Snapshots",
            OwnerIds=["self"],
            PaginationConfig={"PageSize": 1000},
        ):
            yield Found(each, state)

    def arn(self, handle: Found, where: Where) -> str:
        """Name the snapshot; its ARN has no account.

        https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
        """
        name = handle.entry["SnapshotId"]
        return f"arn:{where.partition}:ec2:{where.region}::snapshot/{name}"

    def read(self, client: EC2Client, handle: Found, where: Where) -> Sighting:
        """Read whom one snapshot is shared with; the list does not tell."""
        entry = handle.entry
        shared = client.describe_snapshot_attribute(
            SnapshotId=entry["SnapshotId"], Attribute="createVolumePermission"
        )["CreateVolumePermissions"]
        listed: dict[str, Any] = {"CreateVolumePermissions": shared}
        is_public = any(each.get("Group") == "all" for each in shared)
        if is_public and _is_closed(client, handle.state, where):
            listed[BLOCK] = CLOSED
        tags = {each["Key"]: each["Value"] for each in entry.get("Tags", ())}
        return Sighting(
            arn=self.arn(handle, where),
            name=tags.get("Name") or entry["SnapshotId"],
            documents={(PolicyKind.SHARE, ""): canonical(listed)} if shared else {},
            tags=tags,
            facts={
                "created_at": plain(entry.get("StartTime")),
                "is_encrypted": entry.get("Encrypted", False),
                "volume": entry.get("VolumeId", ""),
            },
        )


def _is_closed(client: EC2Client, state: dict[str, str], where: Where) -> bool:
    """Say whether the region lets no snapshot be public, those shared before included.

    Asked once a region, where a public one was found. Where AWS refuses to say it is a
    gap, and what is shared with everybody counts as public.
    https://docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots.html
    """
    if not state:
        try:
            answer = client.get_snapshot_block_public_access_state()
        except ClientError as error:
            place = where.arn("ec2", "snapshot-block-public-access")
            current().missed[place] = error, PERMISSION
            state["State"] = ""
        else:
            state["State"] = answer["State"]
    return state["State"] == CLOSED
