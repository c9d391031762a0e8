"""VPC endpoint services and the principals that may connect to them.

AWS: https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from accessmap.aws.collector import (
    Collector,
    Sighting,
    Where,
    canonical,
    pages,
    register,
)
from accessmap.aws.listed import Listed, pairs
from accessmap.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from mypy_boto3_ec2 import EC2Client


@register
class EndpointServices(Collector):
    """Every endpoint service of a region that the account offers."""

    resource_type = "AWS::EC2::VPCEndpointService"
    service = "ec2"
    permissions = (
        "ec2:DescribeVpcEndpointServiceConfigurations",
        "ec2:DescribeVpcEndpointServicePermissions",
    )

    def find(self, client: EC2Client, where: Where) -> Iterator[Listed]:
        """Yield the services."""
        for each in pages(
            client, "describe_vpc_endpoint_service_configurations",
            "ServiceConfigurations",
        ):  # fmt: skip
            service_id = each["ServiceId"]
            tags = pairs(each.get("Tags"))
            yield Listed(
                where.arn("ec2", f"vpc-endpoint-service/{service_id}"),
                tags.get("Name") or service_id,
                key=service_id,
                tags=tags,
                facts={"asks_the_owner": bool(each.get("AcceptanceRequired"))},
            )

    def read(self, client: EC2Client, handle: Listed, where: Where) -> Sighting:
        """Read who may connect; nobody but the account itself where it names none."""
        allowed = sorted(
            each["Principal"]
            for each in pages(
                client,
                "describe_vpc_endpoint_service_permissions",
                "AllowedPrincipals",
                ServiceId=handle.key,
            )
        )
        if not allowed:
            return handle.seen()
        text = canonical({"AllowedPrincipals": allowed})
        return handle.seen(documents={(PolicyKind.SHARE, ""): text})
