"""EFS file systems and their file system policies.

Without a policy whoever reaches a mount target may mount the file system: that is a
matter of the network, and no grant.

AWS: https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
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
from accessmap.aws.listed import Listed, pairs

if TYPE_CHECKING:
    from mypy_boto3_efs import EFSClient


@register
class FileSystems(Collector):
    """Every file system of a region."""

    resource_type = "AWS::EFS::FileSystem"
    service = "efs"
    permissions = (
        "elasticfilesystem:DescribeFileSystemPolicy",
        "elasticfilesystem:DescribeFileSystems",
    )

    def find(self, client: EFSClient, where: Where) -> Iterator[Listed]:
        """Yield the file systems."""
        for each in pages(client, "describe_file_systems", "FileSystems"):
            yield Listed(
                each["FileSystemArn"],
                each.get("Name") or each["FileSystemId"],
                key=each["FileSystemId"],
                tags=pairs(each.get("Tags")),
            )

    def read(self, client: EFSClient, handle: Listed, where: Where) -> Sighting:
        """Read a file system's policy."""
        answer = unless(
            "PolicyNotFound",
            client.describe_file_system_policy,
            FileSystemId=handle.key,
        )
        return handle.seen(answer.get("Policy"))
