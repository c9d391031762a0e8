"""VPC endpoints: what their policies let through, and to whose services they lead.

AWS: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from accessmap.aws.collector import Collector, Sighting, Where, pages, register
from accessmap.aws.linked import ENDPOINT_CONNECTION, OVER, end, link
from accessmap.aws.listed import Listed, pairs
from accessmap.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from mypy_boto3_ec2 import EC2Client

# AWS's own services are com.amazonaws.<region>.<service>; these are customers'.
PRIVATE = ".vpce-svc-"


@register
class Endpoints(Collector):
    """Every endpoint of a region, and the link where somebody else is behind it."""

    resource_type = "AWS::EC2::VPCEndpoint"
    also_sees = (ENDPOINT_CONNECTION,)
    service = "ec2"
    permissions = ("ec2:DescribeVpcEndpointServices", "ec2:DescribeVpcEndpoints")

    def find(self, client: EC2Client, where: Where) -> Iterator[Listed]:
        """Yield the endpoints, and the links; whose a service is, is asked once."""
        private = []
        for each in pages(client, "describe_vpc_endpoints", "VpcEndpoints"):
            if _state(each) in OVER:
                continue
            yield _listed(each, where)
            if PRIVATE in each["ServiceName"]:
                private.append(each)
        if not private:
            return
        owners = {
            each["ServiceName"]: each["Owner"]
            for each in pages(
                client,
                "describe_vpc_endpoint_services",
                "ServiceDetails",
                ServiceNames=sorted({each["ServiceName"] for each in private}),
            )
        }
        for each in private:
            # AWS tells nothing of a service that its owner took back.
            if owner := owners.get(each["ServiceName"]):
                yield _link(each, owner, where)

    def read(self, client: EC2Client, handle: Listed, where: Where) -> Sighting:
        """Keep what the lists told; no further call is needed."""
        text = handle.key
        documents = {(PolicyKind.ENDPOINT, ""): text} if text else {}
        return handle.seen(documents=documents)


def _state(each: Mapping[str, Any]) -> str:
    """Return the state in small letters: AWS writes ``Available`` and ``available``."""
    return str(each["State"]).lower()


def _listed(each: Mapping[str, Any], where: Where) -> Listed:
    name = each["VpcEndpointId"]
    tags = pairs(each.get("Tags"))
    return Listed(
        where.arn("ec2", f"vpc-endpoint/{name}"),
        tags.get("Name") or name,
        key=each.get("PolicyDocument"),
        tags=tags,
        facts={
            "state": _state(each),
            "service": each["ServiceName"],
            "network": each["VpcId"],
        },
    )


def _link(each: Mapping[str, Any], owner: str, where: Where) -> Listed:
    """Return what connects an endpoint with a service, as its user tells it."""
    name = each["VpcEndpointId"]
    return Listed(
        where.arn("ec2", f"vpc-endpoint/{name}/connection"),
        name,
        resource_type=ENDPOINT_CONNECTION,
        facts=link(
            name,
            _state(each),
            end(where.account_id, name, where.region),
            end(
                owner,
                each["ServiceName"].rpartition(".")[2],
                each.get("ServiceRegion") or where.region,
            ),
        ),
    )
