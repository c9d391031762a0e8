from __future__ import annotations

import json
from typing import Any

import pytest

from accessmap.aws.assume import enter
from accessmap.models import Grant
from accessmap.policy.kinds import PolicyKind
from tests import cast
from tests.accessmap.aws_world import REGION, World, answer, fault
from tests.accessmap.collectors.seeing import see
from tests.accessmap.crawl.crawling import crawl

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


STATE = (
    "<GetSnapshotBlockPublicAccessStateResponse><requestId>req-1</requestId>"
    "<state>{}</state></GetSnapshotBlockPublicAccessStateResponse>"
)
ASKED = "ec2", "GetSnapshotBlockPublicAccessState"


@pytest.mark.parametrize(
    ("state", "is_blocked"),
    [
        ("block-all-sharing", True),
        ("block-new-sharing", False),  # what was public stays so
        ("unblocked", False),
    ],
)
def test_a_region_may_let_no_snapshot_be_public(
    world: World, state: str, *, is_blocked: bool
) -> None:
    snapshot(world, everybody=True)
    snapshot(world, everybody=True)

    with fault(*ASKED, lambda _: answer(200, STATE.format(state))) as asked:
        crawl({"accounts": [world.payments], "services": ["ebs"]})

    assert len(asked) == 1  # of both
    found = Grant.objects.current()
    assert [each.is_blocked for each in found] == [is_blocked, is_blocked]


def test_who_shares_with_nobody_at_large_is_not_asked(world: World) -> None:
    snapshot(world, cast.KUMO)

    with fault(*ASKED, lambda _: pytest.fail("it was asked")):
        assert see("ebs", world.payments, REGION).gaps == {}


def test_where_it_may_not_be_asked_public_is_public(world: World) -> None:
    arn = snapshot(world, everybody=True)

    def refuse(_request: Any) -> Any:
        return answer(
            403,
            "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no"
            "</Message></Error></Errors><RequestID>req-1</RequestID></Response>",
        )

    with fault(*ASKED, refuse):
        reading = see("ebs", world.payments, REGION)

    assert reading.sightings[arn].documents
    [(place, missed)] = reading.gaps.items()
    assert place.endswith(":snapshot-block-public-access")
    assert "ec2:GetSnapshotBlockPublicAccessState" in missed.failure.reason


def test_an_account_without_snapshots_costs_one_call(world: World) -> None:
    enter(world.shop)
    reading = see("ebs", world.shop, REGION)

    assert reading.failure is None
    assert reading.watch.call_count == 1
