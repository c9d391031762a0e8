from __future__ import annotations

from typing import Any

import pytest
from moto.backends import get_backend
from moto.ec2.models.transit_gateway_attachments import TransitGatewayVpcAttachment

from tests import cast
from tests.accessmap.aws_world import REGION, World
from tests.accessmap.collectors.seeing import see

pytestmark = pytest.mark.aws


def gateway(world: World) -> str:
    made = world.client("ec2", world.payments).create_transit_gateway()
    return str(made["TransitGateway"]["TransitGatewayId"])


def attach(world: World, hub: str, owner: str) -> Any:
    """Attach a VPC of ``owner`` to a hub of payments-prod, as its owner sees it."""
    ec2 = get_backend("ec2")[world.payments][REGION]
    made = TransitGatewayVpcAttachment(
        ec2, ec2.transit_gateways[hub], "vpc-0c41f00d", []
    )
    made.resource_owner_id = owner
    ec2.transit_gateway_attachments[made.id] = made
    return made


def test_an_attachment_names_what_hangs_on_which_hub(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    # moto takes the hub for the attached network's own.
    monkeypatch.setattr(
        TransitGatewayVpcAttachment, "transit_gateway_owner_id", world.payments
    )
    hub = gateway(world)
    made = attach(world, hub, cast.HAYABUSA)

    [seen] = see("transit_gateways", world.payments, REGION).sightings.values()

    home = f"arn:aws:ec2:{REGION}:{world.payments}"
    assert seen.arn == f"{home}:transit-gateway-attachment/{made.id}"
    assert seen.facts == {
        "link": made.id,
        "state": "available",
        "from": {
            "account": cast.HAYABUSA,
            "network": "vpc-0c41f00d",
            "region": REGION,
        },
        "to": {"account": world.payments, "network": hub, "region": REGION},
    }


def test_between_two_hubs_both_ends_are_named(world: World) -> None:
    ours = gateway(world)
    theirs = world.client("ec2", world.shop, "us-east-1").create_transit_gateway()
    far = theirs["TransitGateway"]["TransitGatewayId"]
    world.client("ec2", world.payments).create_transit_gateway_peering_attachment(
        TransitGatewayId=ours,
        PeerTransitGatewayId=far,
        PeerAccountId=world.shop,
        PeerRegion="us-east-1",
    )

    [seen] = see("transit_gateways", world.payments, REGION).sightings.values()

    assert seen.facts["from"]["account"] == world.payments
    assert seen.facts["from"]["network"] == ours
    assert seen.facts["to"] == {
        "account": world.shop,
        "network": far,
        "region": "us-east-1",
    }


def test_one_that_is_gone_is_no_link(world: World) -> None:
    attach(world, gateway(world), cast.HAYABUSA).state = "deleted"

    reading = see("transit_gateways", world.payments, REGION)

    assert reading.failure is None
    assert reading.sightings == {}
