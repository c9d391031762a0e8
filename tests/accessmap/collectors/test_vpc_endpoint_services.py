from __future__ import annotations

import json
from typing import Any

import pytest

from accessmap.policy.kinds import PolicyKind
from tests import cast
from tests.accessmap.aws_world import REGION, World
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


def test_it_reads_who_may_connect(world: World) -> None:
    ec2 = world.client("ec2", world.payments)
    made = ec2.create_vpc_endpoint_service_configuration(
        NetworkLoadBalancerArns=[balancer(world)], AcceptanceRequired=False
    )["ServiceConfiguration"]["ServiceId"]
    vendor = f"arn:aws:iam::{cast.TANUKI}:root"
    ec2.modify_vpc_endpoint_service_permissions(
        ServiceId=made, AddAllowedPrincipals=[vendor]
    )

    [seen] = see("vpc_endpoint_services", world.payments, REGION).sightings.values()

    home = f"arn:aws:ec2:{REGION}:{world.payments}"
    assert seen.arn == f"{home}:vpc-endpoint-service/{made}"
    text = seen.documents[PolicyKind.SHARE, ""]
    assert json.loads(text) == {"AllowedPrincipals": [vendor]}
    assert seen.facts == {"asks_the_owner": False}
