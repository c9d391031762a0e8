"""VPC endpoints: what their policies let through, and to whose services they lead.

AWS: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from accessmap.aws.collector import (
    Collector,
    NotTold,
    Sighting,
    Where,
    pages,
    register,
    unless,
)
from accessmap.aws.linked import ENDPOINT_CONNECTION, OVER, end, link
from accessmap.aws.listed import Listed, pairs
from accessmap.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from mypy_boto3_ec2 import EC2Client

# AWS's own services are com.amazonaws.<region>.<service>; these are customers'.
PRIVATE = ".vpce-svc-"
GONE = "InvalidServiceName"


@register
class Endpoints(Collector):
    """Every endpoint of a region, and the link where somebody else is behind it."""

    resource_type = "AWS::EC2::VPCEndpoint"
    also_sees = (ENDPOINT_CONNECTION,)
    service = "ec2"
    permissions = ("ec2:DescribeVpcEndpointServices", "ec2:DescribeVpcEndpoints")

    def find(self, client: EC2Client, where: Where) -> Iterator[Listed]:
        """Yield the endpoints, and the links; whose services are, is asked at once."""
        private: dict[str, list[Any]] = defaultdict(list)  # by the service's region
        for each in pages(client, "describe_vpc_endpoints", "VpcEndpoints"):
            if _state(each) in OVER:
                continue
            yield _listed(each, where)
            if PRIVATE in each.get("ServiceName", ""):
                private[each.get("ServiceRegion") or where.region].append(each)
            elif arn := _lattice(each):
                _, _, _, region, owner, named = arn.split(":", 5)
                yield _link(each, end(owner, named.rpartition("/")[2], region), where)
        for region, endpoints in sorted(private.items()):
            names = sorted({each["ServiceName"] for each in endpoints})
            # Only services of other regions are asked for by their region.
            more = {} if region == where.region else {"ServiceRegions": [region]}
            owners = _owners(client, names, more)
            for each in endpoints:
                yield _link(each, _far(each, owners, region), where)

    def read(self, client: EC2Client, handle: Listed, where: Where) -> Sighting:
        """Keep what the lists told; no further call is needed."""
        if handle.resource_type == ENDPOINT_CONNECTION and not handle.facts:
            raise NotTold(
                f"AWS does not tell whose service is behind {handle.name}: it is gone, "
                "or its owner no longer lets this account see it. Delete the endpoint "
                "if nobody needs it."
            )
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
            "service": each.get("ServiceName") or _lattice(each),
            "network": each["VpcId"],
        },
    )


def _lattice(each: Mapping[str, Any]) -> str:
    """Return the ARN of what of VPC Lattice an endpoint leads to, if it does.

    https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-resources.html
    """
    arn = each.get("ResourceConfigurationArn") or each.get("ServiceNetworkArn")
    return str(arn or "")


def _owners(
    client: EC2Client, names: list[str], more: Mapping[str, Any]
) -> Mapping[str, str]:
    """Return whose services are, of those that AWS shows the account.

    Of one that is gone AWS says so by an error, and tells nothing of the others: then
    each is asked for by itself.
    """

    def ask(**asked: Any) -> Mapping[str, str]:
        found = pages(
            client, "describe_vpc_endpoint_services", "ServiceDetails", **asked
        )
        return {each["ServiceName"]: each["Owner"] for each in found}

    found = unless(GONE, ask, ServiceNames=names, **more)
    if found or len(names) == 1:
        return found
    return {
        name: owner
        for each in names
        for name, owner in _owners(client, [each], more).items()
    }


def _far(
    each: Mapping[str, Any], owners: Mapping[str, str], region: str
) -> dict[str, str] | None:
    """Return the service's end, where AWS tells whose it is."""
    service = each["ServiceName"]
    if service not in owners:
        return None
    return end(owners[service], service.rpartition(".")[2], region)


def _link(each: Mapping[str, Any], far: dict[str, str] | None, where: Where) -> Listed:
    """Return what connects an endpoint with a service, as its user tells it."""
    name = each["VpcEndpointId"]
    near = end(where.account_id, name, where.region)
    return Listed(
        where.arn("ec2", f"vpc-endpoint/{name}/connection"),
        name,
        resource_type=ENDPOINT_CONNECTION,
        facts=link(name, _state(each), near, far) if far else {},
    )
