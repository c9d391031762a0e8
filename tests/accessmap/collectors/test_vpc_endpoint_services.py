from __future__ import annotations

import json
from typing import Any

import pytest

from accessmap.aws.assume import enter
from accessmap.policy.kinds import PolicyKind
from tests import cast
from tests.accessmap.aws_world import REGION, World, answer, fault
from tests.accessmap.collectors.seeing import see

pytestmark = pytest.mark.aws


def balancer(world: World) -> Any:
    ec2 = world.client("ec2", world.payments)
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    made = world.client("elbv2", world.payments).create_load_balancer(
        Name="ledger", Subnets=[subnet], Type="network"
    )
    return made["LoadBalancers"][0]["LoadBalancerArn"]


def connections(service: str, **states: str) -> str:
    """Return DescribeVpcEndpointConnections, which moto does not serve."""
    listed = "".join(
        f"<item><serviceId>{service}</serviceId><vpcEndpointId>vpce-{name}"
        f"</vpcEndpointId><vpcEndpointOwner>{cast.TANUKI}</vpcEndpointOwner>"
        f"<vpcEndpointState>{state}</vpcEndpointState></item>"
        for name, state in states.items()
    )
    return (
        "<DescribeVpcEndpointConnectionsResponse><requestId>req-1</requestId>"
        f"<vpcEndpointConnectionSet>{listed}</vpcEndpointConnectionSet>"
        "</DescribeVpcEndpointConnectionsResponse>"
    )


def test_it_reads_who_may_connect_and_who_has(world: World) -> None:
    ec2 = world.client("ec2", world.payments)
    made = ec2.create_vpc_endpoint_service_configuration(
        NetworkLoadBalancerArns=[balancer(world)], AcceptanceRequired=False
    )["ServiceConfiguration"]["ServiceId"]
    vendor = f"arn:aws:iam::{cast.TANUKI}:root"
    ec2.modify_vpc_endpoint_service_permissions(
        ServiceId=made, AddAllowedPrincipals=[vendor]
    )

    with fault(
        "ec2",
        "DescribeVpcEndpointConnections",
        lambda _: answer(200, connections(made, a1="available", b2="rejected")),
    ):
        reading = see("vpc_endpoint_services", world.payments, REGION)

    assert (reading.failure, reading.gaps) == (None, {})
    seen, link = reading.sightings.values()

    home = f"arn:aws:ec2:{REGION}:{world.payments}"
    assert seen.arn == f"{home}:vpc-endpoint-service/{made}"
    text = seen.documents[PolicyKind.SHARE, ""]
    assert json.loads(text) == {"AllowedPrincipals": [vendor]}
    assert seen.facts == {"asks_the_owner": False}
    assert link.arn == f"{seen.arn}/connection/vpce-a1"
    assert link.facts == {
        "link": "vpce-a1",
        "state": "available",
        "from": {"account": cast.TANUKI, "network": "vpce-a1", "region": REGION},
        "to": {"account": world.payments, "network": made, "region": REGION},
    }


def test_who_offers_nothing_is_asked_once(world: World) -> None:
    enter(world.payments)
    reading = see("vpc_endpoint_services", world.payments, REGION)
    assert (reading.failure, reading.sightings) == (None, {})
    assert reading.watch.call_count == 1
