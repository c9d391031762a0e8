from __future__ import annotations

import json

import pytest
from moto.backends import get_backend

from accessmap.aws.assume import enter
from accessmap.policy.kinds import PolicyKind
from tests import cast
from tests.accessmap.aws_world import REGION, World, answer, fault
from tests.accessmap.collectors.seeing import see

pytestmark = pytest.mark.aws
SUBNET = f"arn:aws:ec2:{REGION}:{{}}:subnet/subnet-0c41f00d"


def share(world: World, *principals: str) -> str:
    """Share a subnet of payments-prod."""
    made = world.client("ram", world.payments).create_resource_share(
        name="workload-subnets",
        resourceArns=[SUBNET.format(world.payments)],
        allowExternalPrincipals=True,
    )
    ram = get_backend("ram")[world.payments][REGION]
    ram.resource_shares[-1].principals = list(principals)
    return str(made["resourceShare"]["resourceShareArn"])


def test_it_sees_who_gets_what_and_may_do_what_with_it(world: World) -> None:
    arn = share(world, world.shop, cast.HAYABUSA)

    seen = see("ram", world.payments, REGION).sightings[arn]

    listed = json.loads(seen.documents[PolicyKind.SHARE, ""])
    assert sorted(each["associatedEntity"] for each in listed["principals"]) == sorted(
        [world.shop, cast.HAYABUSA]
    )
    assert listed["resources"] == [SUBNET.format(world.payments)]
    [permission] = listed["permissions"]
    assert permission["actions"] == ["ec2:DescribeSubnets", "ec2:RunInstances"]
    assert seen.facts["allows_outsiders"] is True


def test_a_share_is_seen_from_where_it_is_received_too(world: World) -> None:
    arn = share(world, world.shop)

    [seen] = see("ram", world.shop, REGION).sightings.values()

    assert seen.resource_type == "AWS::RAM::ReceivedResourceShare"
    assert seen.arn == f"{arn}/received-by/{world.shop}"
    assert seen.facts["owner"] == world.payments
    assert seen.documents == {}


def test_an_account_that_shares_nothing_costs_two_calls(world: World) -> None:
    enter(world.shop)
    reading = see("ram", world.shop, REGION)

    assert reading.failure is None
    assert reading.watch.call_count == 2


def test_shares_with_the_same_permission_ask_for_it_once(world: World) -> None:
    share(world, world.shop)
    enter(world.payments)
    one = see("ram", world.payments, REGION).watch.call_count
    share(world, cast.KUMO)

    assert see("ram", world.payments, REGION).watch.call_count == one + 1


def test_it_keeps_who_has_not_taken_the_offer_yet(world: World) -> None:
    arn = share(world, world.shop, cast.HAYABUSA)
    told = {
        "resourceShareAssociations": [
            {
                "resourceShareArn": arn,
                "associatedEntity": account_id,
                "associationType": "PRINCIPAL",
                "status": status,
                "external": account_id == cast.HAYABUSA,
            }
            for account_id, status in (
                (cast.HAYABUSA, "ASSOCIATING"),
                (world.shop, "ASSOCIATED"),
                (cast.KUMO, "DISASSOCIATED"),
            )
        ]
    }
    reply = answer(200, json.dumps(told), "application/json")
    with fault("ram", "GetResourceShareAssociations", lambda _: reply):
        seen = see("ram", world.payments, REGION).sightings[arn]

    assert seen.facts["awaiting"] == [cast.HAYABUSA]
    # The offer stands as it is, whoever took it.
    assert "ASSOCIATING" not in seen.documents[PolicyKind.SHARE, ""]
