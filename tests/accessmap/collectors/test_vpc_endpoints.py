from __future__ import annotations

import json

import pytest

from accessmap.aws.assume import enter
from accessmap.models import Grant, NetworkKind, network_links
from accessmap.policy.kinds import PolicyKind
from tests import cast
from tests.accessmap.aws_world import REGION, World, answer, fault
from tests.accessmap.collectors.seeing import see
from tests.accessmap.crawl.crawling import crawl

pytestmark = pytest.mark.aws
POLICY = json.dumps(
    {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}]}
)
PRIVATE = f"com.amazonaws.vpce.{REGION}.vpce-svc-0a1b2c3d"
SERVICES = (
    "<DescribeVpcEndpointServicesResponse><requestId>req-1</requestId>"
    f"<serviceNameSet/><serviceDetailSet><item><serviceName>{PRIVATE}</serviceName>"
    f"<owner>{cast.TANUKI}</owner></item></serviceDetailSet>"
    "</DescribeVpcEndpointServicesResponse>"
)


def endpoint(world: World, service: str, kind: str = "Interface") -> tuple[str, str]:
    """Make an endpoint in payments-prod; return it and its VPC."""
    ec2 = world.client("ec2", world.payments)
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    made = ec2.create_vpc_endpoint(
        VpcId=vpc, ServiceName=service, VpcEndpointType=kind, PolicyDocument=POLICY
    )
    return made["VpcEndpoint"]["VpcEndpointId"], vpc


def test_its_policy_is_kept_and_lets_nobody_in(world: World) -> None:
    name, vpc = endpoint(world, f"com.amazonaws.{REGION}.s3", "Gateway")
    enter(world.payments)

    reading = see("vpc_endpoints", world.payments, REGION)

    [seen] = reading.sightings.values()
    assert seen.arn == f"arn:aws:ec2:{REGION}:{world.payments}:vpc-endpoint/{name}"
    assert seen.facts["network"] == vpc
    assert seen.documents == {(PolicyKind.ENDPOINT, ""): POLICY}
    assert reading.watch.call_count == 1  # a service of AWS's own has no owner to ask

    done = crawl({"accounts": [world.payments], "services": ["vpc_endpoints"]})
    assert done.state == "complete"
    assert not Grant.objects.exists()


def test_a_service_of_somebody_else_is_a_link_to_their_account(world: World) -> None:
    name, _vpc = endpoint(world, PRIVATE)

    with fault("ec2", "DescribeVpcEndpointServices", lambda _: answer(200, SERVICES)):
        crawl({"accounts": [world.payments], "services": ["vpc_endpoints"]})

    [link] = network_links(account_id=world.payments)
    assert (link.kind, link.id) == (NetworkKind.ENDPOINT, name)
    assert link.is_open
    assert link.near.account_id == world.payments
    assert link.far.account_id == cast.TANUKI
    assert link.far.network == "vpce-svc-0a1b2c3d"
