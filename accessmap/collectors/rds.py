"""RDS snapshots made by hand, of instances and clusters, and who may restore them.

AWS: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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
    from mypy_boto3_rds import RDSClient

RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class Copy:
    """A snapshot as its list names it; ``prefix`` is DBSnapshot or DBClusterSnapshot.

    AWS names everything about the two kinds alike but for that.
    """

    prefix: str
    entry: Any

    def part(self, name: str) -> str:
        """Return a member whose name begins with the prefix."""
        return str(self.entry[f"{self.prefix}{name}"])


@register
class DatabaseSnapshots(Collector):
    """Copies of databases. Those that AWS makes by itself cannot be shared."""

    resource_type = "AWS::RDS::DBSnapshot"
    also_sees = ("AWS::RDS::DBClusterSnapshot",)
    service = "rds"
    permissions = (
        "rds:DescribeDBClusterSnapshotAttributes",
        "rds:DescribeDBClusterSnapshots",
        "rds:DescribeDBSnapshotAttributes",
        "rds:DescribeDBSnapshots",
    )

    def find(self, client: RDSClient, where: Where) -> Iterator[Copy]:
        """Yield the snapshots of both kinds that somebody made by hand."""
        for prefix, operation in (
            ("DBSnapshot", "describe_db_snapshots"),
            ("DBClusterSnapshot", "describe_db_cluster_snapshots"),
        ):
            for each in pages(client, operation, f"{prefix}s", SnapshotType="manual"):
                yield Copy(prefix, each)

    def arn(self, handle: Copy, where: Where) -> str:
        """Name the snapshot."""
        return handle.part("Arn")

    def type_of(self, handle: Copy) -> str:
        """Tell a snapshot of an instance from one of a cluster."""
        return f"AWS::RDS::{handle.prefix}"

    def read(self, client: RDSClient, handle: Copy, where: Where) -> Sighting:
        """Read who may restore one snapshot."""
        name = handle.part("Identifier")
        if handle.prefix == "DBSnapshot":
            found: Any = client.describe_db_snapshot_attributes(
                DBSnapshotIdentifier=name
            )["DBSnapshotAttributesResult"]
        else:
            found = client.describe_db_cluster_snapshot_attributes(
                DBClusterSnapshotIdentifier=name
            )["DBClusterSnapshotAttributesResult"]
        shared = [
            account
            for each in found[f"{handle.prefix}Attributes"]
            if each["AttributeName"] == RESTORE
            for account in each["AttributeValues"]
        ]
        entry = handle.entry
        return Sighting(
            arn=handle.part("Arn"),
            name=name,
            resource_type=f"AWS::RDS::{handle.prefix}",
            documents=(
                {(PolicyKind.SHARE, ""): canonical({RESTORE: sorted(shared)})}
                if shared
                else {}
            ),
            tags={each["Key"]: each["Value"] for each in entry.get("TagList", ())},
            facts={
                "created_at": plain(entry.get("SnapshotCreateTime")),
                "engine": entry.get("Engine", ""),
            },
        )
