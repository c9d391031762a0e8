from __future__ import annotations

import json

import pytest

from accessmap.policy.kinds import PolicyKind
from tests import cast
from tests.accessmap.aws_world import REGION, World, lets_in
from tests.accessmap.collectors.seeing import see

pytestmark = pytest.mark.aws


def test_it_reads_policy_and_block_of_each(world: World) -> None:
    control = world.client("s3control", world.payments)
    for name in ("vendor", "own"):
        control.create_access_point(
            AccountId=world.payments, Name=name, Bucket="payments-reports"
        )
    text = lets_in(cast.TANUKI, "s3:GetObject")
    control.put_access_point_policy(
        AccountId=world.payments, Name="vendor", Policy=text
    )

    seen = see("s3_access_points", world.payments, REGION).sightings

    head = f"arn:aws:s3:us-east-1:{world.payments}:accesspoint"  # moto's only region
    vendor, own = seen[f"{head}/vendor"], seen[f"{head}/own"]
    assert vendor.documents[PolicyKind.RESOURCE, ""] == text
    block = json.loads(vendor.documents[PolicyKind.BLOCK_PUBLIC_ACCESS, ""])
    assert block["RestrictPublicBuckets"] is True
    assert vendor.facts["bucket"] == "payments-reports"
    assert own.documents == {}
