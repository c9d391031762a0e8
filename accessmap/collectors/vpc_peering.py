"""VPC peering connections: two networks that reach each other, often across accounts.

AWS: https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from accessmap.aws.collector import Collector, Sighting, Where, pages, register
from accessmap.aws.linked import OVER, end, link
from accessmap.aws.listed import Listed, pairs

if TYPE_CHECKING:
    from mypy_boto3_ec2 import EC2Client


@register
class Peerings(Collector):
    """Every connection of a region; each side lists it, under its own account."""

    resource_type = "AWS::EC2::VPCPeeringConnection"
    service = "ec2"
    permissions = ("ec2:DescribeVpcPeeringConnections",)

    def find(self, client: EC2Client, where: Where) -> Iterator[Listed]:
        """Yield what stands or is asked for."""
        for each in pages(
            client, "describe_vpc_peering_connections", "VpcPeeringConnections"
        ):
            name, state = each["VpcPeeringConnectionId"], each["Status"]["Code"]
            if state in OVER:
                continue
            tags = pairs(each.get("Tags"))
            yield Listed(
                where.arn("ec2", f"vpc-peering-connection/{name}"),
                tags.get("Name") or name,
                tags=tags,
                facts=link(
                    name,
                    state,
                    _end(each["RequesterVpcInfo"], where),
                    _end(each["AccepterVpcInfo"], where),
                ),
            )

    def read(self, client: EC2Client, handle: Listed, where: Where) -> Sighting:
        """Keep what the list told; no further call is needed."""
        return handle.seen()


def _end(vpc: Mapping[str, Any], where: Where) -> dict[str, str]:
    """Return one side. AWS leaves the region out where it is the asked one."""
    return end(vpc["OwnerId"], vpc["VpcId"], vpc.get("Region") or where.region)
