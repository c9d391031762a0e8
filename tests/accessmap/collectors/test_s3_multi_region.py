from __future__ import annotations

import pytest

from accessmap.policy.kinds import PolicyKind
from tests import cast
from tests.accessmap.aws_world import World, lets_in
from tests.accessmap.collectors.seeing import see

pytestmark = pytest.mark.aws


def test_it_reads_the_policy_that_is_established(world: World) -> None:
    control = world.client("s3control", world.payments, "us-west-2")
    control.create_multi_region_access_point(
        AccountId=world.payments,
        ClientToken="once",
        Details={"Name": "reports", "Regions": [{"Bucket": "payments-reports"}]},
    )
    [made] = control.list_multi_region_access_points(AccountId=world.payments)[
        "AccessPoints"
    ]
    text = lets_in(cast.TANUKI, "s3:GetObject")
    control.put_multi_region_access_point_policy(
        AccountId=world.payments,
        ClientToken="twice",
        Details={"Name": "reports", "Policy": text},
    )

    [seen] = see("s3_multi_region", world.payments).sightings.values()

    assert seen.arn == f"arn:aws:s3::{world.payments}:accesspoint/{made['Alias']}"
    assert seen.documents[PolicyKind.RESOURCE, ""] == text
    assert (PolicyKind.BLOCK_PUBLIC_ACCESS, "") in seen.documents
    assert seen.facts == {"buckets": ["payments-reports"]}
