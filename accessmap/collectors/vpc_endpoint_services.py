"""VPC endpoint services: the principals that may connect to them, and who has.

AWS: https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from accessmap.aws.collector import (
    Collector,
    Sighting,
    Where,
    canonical,
    pages,
    register,
)
from accessmap.aws.linked import ENDPOINT_CONNECTION, OVER, end, link
from accessmap.aws.listed import Listed, pairs
from accessmap.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from mypy_boto3_ec2 import EC2Client


@register
class EndpointServices(Collector):
    """Every endpoint service of a region that the account offers, and its users."""

    resource_type = "AWS::EC2::VPCEndpointService"
    also_sees = (ENDPOINT_CONNECTION,)
    service = "ec2"
    permissions = (
        "ec2:DescribeVpcEndpointConnections",
        "ec2:DescribeVpcEndpointServiceConfigurations",
        "ec2:DescribeVpcEndpointServicePermissions",
    )

    def find(self, client: EC2Client, where: Where) -> Iterator[Listed]:
        """Yield the services, and who is connected to them."""
        offers = False
        for each in pages(
            client, "describe_vpc_endpoint_service_configurations",
            "ServiceConfigurations",
        ):  # fmt: skip
            offers = True
            service_id = each["ServiceId"]
            tags = pairs(each.get("Tags"))
            yield Listed(
                where.arn("ec2", f"vpc-endpoint-service/{service_id}"),
                tags.get("Name") or service_id,
                key=service_id,
                tags=tags,
                facts={"asks_the_owner": bool(each.get("AcceptanceRequired"))},
            )

        if not offers:
            return
        for each in pages(
            client, "describe_vpc_endpoint_connections", "VpcEndpointConnections"
        ):
            if _state(each) not in OVER:
                yield _link(each, where)

    def read(self, client: EC2Client, handle: Listed, where: Where) -> Sighting:
        """Read who may connect; nobody but the account itself where it names none."""
        if handle.resource_type == ENDPOINT_CONNECTION:
            return handle.seen()
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


def _state(each: Mapping[str, Any]) -> str:
    """Return the state in small letters: AWS writes ``Available`` and ``available``."""
    return str(each["VpcEndpointState"]).lower()


def _link(each: Mapping[str, Any], where: Where) -> Listed:
    """Return what connects an endpoint with a service, as its owner is told."""
    name, service = each["VpcEndpointId"], each["ServiceId"]
    return Listed(
        where.arn("ec2", f"vpc-endpoint-service/{service}/connection/{name}"),
        name,
        resource_type=ENDPOINT_CONNECTION,
        facts=link(
            name,
            _state(each),
            end(
                each["VpcEndpointOwner"],
                name,
                each.get("VpcEndpointRegion") or where.region,
            ),
            end(where.account_id, service, where.region),
        ),
    )
