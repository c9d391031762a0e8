from __future__ import annotations

import pytest

from tests.accessmap.aws_world import REGION, World
from tests.accessmap.collectors.seeing import see

pytestmark = pytest.mark.aws


def peer(world: World) -> tuple[str, str, str]:
    """Ask for a peering of payments-prod with shop-prod; return it and both VPCs."""
    ours, theirs = (world.client("ec2", each) for each in (world.payments, world.shop))
    here = ours.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    there = theirs.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    made = ours.create_vpc_peering_connection(
        VpcId=here, PeerVpcId=there, PeerOwnerId=world.shop, PeerRegion=REGION
    )
    name = made["VpcPeeringConnection"]["VpcPeeringConnectionId"]
    return name, here, there


def test_both_sides_tell_of_one_link(world: World) -> None:
    name, here, there = peer(world)
    world.client("ec2", world.shop).accept_vpc_peering_connection(
        VpcPeeringConnectionId=name
    )

    for account in (world.payments, world.shop):
        [seen] = see("vpc_peering", account, REGION).sightings.values()

        home = f"arn:aws:ec2:{REGION}:{account}"
        assert seen.arn == f"{home}:vpc-peering-connection/{name}"
        assert seen.facts == {
            "link": name,
            "state": "active",
            "from": {"account": world.payments, "network": here, "region": REGION},
            "to": {"account": world.shop, "network": there, "region": REGION},
        }


def test_one_that_waits_to_be_accepted_says_so(world: World) -> None:
    peer(world)

    [seen] = see("vpc_peering", world.payments, REGION).sightings.values()

    assert seen.facts["state"] == "pending-acceptance"


def test_one_that_is_deleted_is_no_link(world: World) -> None:
    name, *_ = peer(world)
    world.client("ec2", world.payments).delete_vpc_peering_connection(
        VpcPeeringConnectionId=name
    )

    reading = see("vpc_peering", world.payments, REGION)

    assert reading.failure is None
    assert reading.sightings == {}
