"""Transit gateways: which networks of which accounts hang on which hub.

What the hub's route tables let through is not read, so an attachment says "may be
routed", never "reaches".

AWS: https://docs.aws.amazon.com/vpc/latest/tgw/tgw-transit-gateways.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from accessmap.aws.collector import Collector, Sighting, Where, pages, register
from accessmap.aws.linked import end, link
from accessmap.aws.listed import Listed, pairs

if TYPE_CHECKING:
    from mypy_boto3_ec2 import EC2Client

# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayAttachment.html
OVER = frozenset({"deleted", "deleting", "failed", "failing", "rejected", "rejecting"})
BETWEEN_HUBS = "peering"


@register
class Attachments(Collector):
    """Every attachment: the hub's owner lists all of them, others their own."""

    resource_type = "AWS::EC2::TransitGatewayAttachment"
    service = "ec2"
    permissions = (
        "ec2:DescribeTransitGatewayAttachments",
        "ec2:DescribeTransitGatewayPeeringAttachments",
    )

    def find(self, client: EC2Client, where: Where) -> Iterator[Listed]:
        """Yield the attachments; between two hubs, both ends are asked for."""
        between = False
        for each in pages(
            client, "describe_transit_gateway_attachments", "TransitGatewayAttachments"
        ):
            if each["ResourceType"] == BETWEEN_HUBS:
                between = True
            elif each["State"] not in OVER:
                yield _listed(each, where, *_ends(each, where))
        if not between:
            return
        for each in pages(
            client,
            "describe_transit_gateway_peering_attachments",
            "TransitGatewayPeeringAttachments",
        ):
            if each["State"] not in OVER:
                ends = _hub(each["RequesterTgwInfo"]), _hub(each["AccepterTgwInfo"])
                yield _listed(each, where, *ends)

    def read(self, client: EC2Client, handle: Listed, where: Where) -> Sighting:
        """Keep what the list told; no further call is needed."""
        return handle.seen()


def _listed(
    each: Mapping[str, Any], where: Where, near: dict[str, str], far: dict[str, str]
) -> Listed:
    name = each["TransitGatewayAttachmentId"]
    tags = pairs(each.get("Tags"))
    return Listed(
        where.arn("ec2", f"transit-gateway-attachment/{name}"),
        tags.get("Name") or name,
        tags=tags,
        facts=link(name, each["State"], near, far),
    )


def _ends(
    each: Mapping[str, Any], where: Where
) -> tuple[dict[str, str], dict[str, str]]:
    """Return what is attached, and the hub."""
    return (
        end(each["ResourceOwnerId"], each["ResourceId"], where.region),
        end(each["TransitGatewayOwnerId"], each["TransitGatewayId"], where.region),
    )


def _hub(side: Mapping[str, Any]) -> dict[str, str]:
    return end(side["OwnerId"], side["TransitGatewayId"], side["Region"])
