"""Redshift snapshots, and which accounts may restore them.

AWS: https://docs.aws.amazon.com/redshift/latest/mgmt/managing-snapshot-share-snapshot.html
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
    from mypy_boto3_redshift import RedshiftClient

SHARED = "AccountsWithRestoreAccess"


@register
class WarehouseSnapshots(Collector):
    """Copies of warehouses. The list itself tells whom each is shared with."""

    resource_type = "AWS::Redshift::Snapshot"
    service = "redshift"
    permissions = ("redshift:DescribeClusterSnapshots",)

    def find(self, client: RedshiftClient, where: Where) -> Iterator[Any]:
        """Yield the account's snapshots, none of those that others share with it."""
        yield from pages(
            client,
            "describe_cluster_snapshots",
            "Snapshots",
            OwnerAccount=where.account_id,
            SnapshotType="manual",  # AWS shares no others
        )

    def arn(self, handle: Any, where: Where) -> str:
        """Name the snapshot; older answers leave its ARN out.

        https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonredshift.html
        """
        name = f"{handle['ClusterIdentifier']}/{handle['SnapshotIdentifier']}"
        place = f"{where.region}:{where.account_id}"
        made = f"arn:{where.partition}:redshift:{place}:snapshot:{name}"
        return str(handle.get("SnapshotArn") or made)

    def read(self, client: RedshiftClient, handle: Any, where: Where) -> Sighting:
        """Make a sighting of one snapshot; no further call is needed."""
        shared = sorted(
            handle.get(SHARED) or (), key=lambda each: str(each["AccountId"])
        )
        return Sighting(
            arn=self.arn(handle, where),
            name=handle["SnapshotIdentifier"],
            documents=(
                {(PolicyKind.SHARE, ""): canonical({SHARED: shared})} if shared else {}
            ),
            tags={each["Key"]: each["Value"] for each in handle.get("Tags", ())},
            facts={
                "created_at": plain(handle.get("SnapshotCreateTime")),
                "cluster": handle["ClusterIdentifier"],
            },
        )
