from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs

import pytest

from accessmap.aws.assume import enter
from accessmap.models import Grant, NetworkKind, Resource, network_links
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

OF_VIRGINIA = SERVICES.replace(REGION, "us-east-1").replace(cast.TANUKI, cast.KUMO)
NO_SERVICE = (
    "<Response><Errors><Error><Code>InvalidServiceName</Code><Message>The Vpc Endpoint "
    "Service does not exist</Message></Error></Errors><RequestID>req-1</RequestID>"
    "</Response>"
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


def listed(*endpoints: str) -> Any:
    """Return what DescribeVpcEndpoints tells of endpoints that moto does not make."""
    items = "".join(
        f"<item><vpcEndpointId>vpce-{at}</vpcEndpointId><vpcId>vpc-1</vpcId>"
        f"<state>Available</state>{each}</item>"
        for at, each in enumerate(endpoints)
    )
    body = (
        "<DescribeVpcEndpointsResponse><requestId>req-1</requestId>"
        f"<vpcEndpointSet>{items}</vpcEndpointSet></DescribeVpcEndpointsResponse>"
    )
    return lambda _request: answer(200, body)


def named(service: str, region: str = "") -> str:
    home = f"<serviceRegion>{region}</serviceRegion>" if region else ""
    return f"<serviceName>{service}</serviceName>{home}"


def owned(request: Any) -> Any:
    """Answer as AWS does: nothing of any service, where one is gone."""
    asked = parse_qs(request.body if isinstance(request.body, str)
                     else request.body.decode())  # fmt: skip
    if any("gone" in value for values in asked.values() for value in values):
        return answer(400, NO_SERVICE)
    region = asked.get("ServiceRegion.1", [REGION])[0]
    return answer(200, SERVICES) if region in PRIVATE else answer(200, OF_VIRGINIA)


@pytest.mark.parametrize(
    ("member", "part"),
    [
        ("resourceConfigurationArn", "resourceconfiguration/rcfg-1"),
        ("serviceNetworkArn", "servicenetwork/sn-1"),
    ],
)
def test_an_endpoint_to_a_resource_names_no_service(
    world: World, member: str, part: str
) -> None:
    arn = f"arn:aws:vpc-lattice:{REGION}:{cast.TANUKI}:{part}"
    told = listed(f"<{member}>{arn}</{member}>", named(f"com.amazonaws.{REGION}.s3"))

    with fault("ec2", "DescribeVpcEndpoints", told):
        done = crawl({"accounts": [world.payments], "services": ["vpc_endpoints"]})

    assert done.state == "complete"
    [found] = network_links(account_id=world.payments)
    assert (found.far.account_id, found.far.network) == (
        cast.TANUKI,
        part.rpartition("/")[2],
    )
    assert Resource.objects.get(arn__endswith="/vpce-0").facts["service"] == arn


def test_a_service_that_is_gone_hides_no_other(world: World) -> None:
    gone = PRIVATE.replace("0a1b2c3d", "gone")
    told = listed(named(gone), named(PRIVATE))

    with (
        fault("ec2", "DescribeVpcEndpoints", told),
        fault("ec2", "DescribeVpcEndpointServices", owned),
    ):
        reading = see("vpc_endpoints", world.payments, REGION)

    assert reading.failure is None
    head = f"arn:aws:ec2:{REGION}:{world.payments}:vpc-endpoint"
    [(arn, missed)] = reading.gaps.items()
    assert arn == f"{head}/vpce-0/connection"
    assert "does not tell whose service is behind vpce-0" in missed.failure.reason
    assert reading.sightings[f"{head}/vpce-1/connection"].facts["to"] == {
        "account": cast.TANUKI,
        "network": "vpce-svc-0a1b2c3d",
        "region": REGION,
    }


def test_a_service_of_another_region_is_asked_for_by_its_region(world: World) -> None:
    far = PRIVATE.replace(REGION, "us-east-1")
    told = listed(named(far, "us-east-1"), named(PRIVATE, REGION))

    with (
        fault("ec2", "DescribeVpcEndpoints", told),
        fault("ec2", "DescribeVpcEndpointServices", owned) as asked,
    ):
        reading = see("vpc_endpoints", world.payments, REGION)

    assert reading.gaps == {}
    assert len(asked) == 2
    ends = [
        each.facts["to"] for each in reading.sightings.values() if "to" in each.facts
    ]
    assert [(each["account"], each["region"]) for each in ends] == [
        (cast.TANUKI, REGION),
        (cast.KUMO, "us-east-1"),
    ]
