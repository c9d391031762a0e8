from __future__ import annotations

import json

import pytest

from accessmap.aws.assume import enter
from accessmap.policy.kinds import PolicyKind
from tests import cast
from tests.accessmap.aws_world import REGION, World
from tests.accessmap.collectors.seeing import see

pytestmark = pytest.mark.aws


def snapshot(world: World, *accounts: str, everybody: bool = False) -> str:
    """Take a snapshot in payments-prod and share it."""
    ec2 = world.client("ec2", world.payments)
    volume = ec2.create_volume(AvailabilityZone=f"{REGION}a", Size=1)["VolumeId"]
    found = ec2.create_snapshot(VolumeId=volume)["SnapshotId"]
    for names in ({"UserIds": list(accounts)}, {"GroupNames": ["all"]}):
        if names.get("UserIds") or (everybody and "GroupNames" in names):
            ec2.modify_snapshot_attribute(
                SnapshotId=found,
                Attribute="createVolumePermission",
                OperationType="add",
                **names,
            )
    return f"arn:aws:ec2:{REGION}::snapshot/{found}"


def test_it_sees_whom_a_snapshot_is_shared_with(world: World) -> None:
    shared, open_to_all = snapshot(world, cast.KUMO), snapshot(world, everybody=True)

    seen = see("ebs", world.payments, REGION).sightings

    lists = {arn: json.loads(one.documents[PolicyKind.SHARE, ""]) for arn, one in
             seen.items()}  # fmt: skip
    assert lists == {
        shared: {"CreateVolumePermissions": [{"UserId": cast.KUMO}]},
        open_to_all: {"CreateVolumePermissions": [{"Group": "all"}]},
    }


def test_a_snapshot_that_nobody_else_has_carries_no_list(world: World) -> None:
    own = snapshot(world)

    assert see("ebs", world.payments, REGION).sightings[own].documents == {}


def test_an_account_without_snapshots_costs_one_call(world: World) -> None:
    enter(world.shop)
    reading = see("ebs", world.shop, REGION)

    assert reading.failure is None
    assert reading.watch.call_count == 1
