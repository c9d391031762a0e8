from __future__ import annotations

import json

import pytest

from accessmap.policy.kinds import PolicyKind
from tests import cast
from tests.accessmap.aws_world import REGION, World, lets_in
from tests.accessmap.collectors.seeing import see
from tests.accessmap.standing import standing

pytestmark = pytest.mark.aws


def test_it_reads_the_instance_and_what_it_grants(world: World) -> None:
    instance = f"arn:aws:s3:{REGION}:{world.payments}:access-grants/default"
    role = f"arn:aws:iam::{cast.SHOP}:role/analyst"
    text = lets_in(cast.SHOP, "s3:GetDataAccess", instance)
    people = "9067642ac7-c8a2"

    with standing(
        {
            instance: text,
            f"{instance}/grant/g-1": f"READ {role} s3://payments-reports/*",
            f"{instance}/grant/g-2": f"READ {people} s3://payments-reports/*",
        }
    ):
        seen = see("s3_access_grants", world.payments, REGION).sightings

    assert seen[instance].documents == {(PolicyKind.RESOURCE, ""): text}
    lent = seen[f"{instance}/grant/g-1"]
    assert json.loads(lent.documents[PolicyKind.SHARE, ""]) == {"READ": [role]}
    assert seen[f"{instance}/grant/g-2"].documents == {}


def test_an_account_without_an_instance_costs_one_call(world: World) -> None:
    with standing():
        see("s3_access_grants", world.shop, REGION)
        assert see("s3_access_grants", world.shop, REGION).watch.call_count == 1
