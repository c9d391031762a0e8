"""Devices become roles by aliases, and policies say which devices."""

from __future__ import annotations

import json
from typing import Any

import pytest

from accessmap.collectors import iot
from accessmap.policy.kinds import PolicyKind
from tests.accessmap.aws_world import REGION, World, answer, denied_json, fault
from tests.accessmap.collectors.seeing import see

pytestmark = pytest.mark.aws
ANY_ALIAS = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": "iot:AssumeRoleWithCertificate",
            "Resource": "*",
        }
    ],
}


@pytest.fixture
def devices(world: World) -> Any:
    """An alias, and a policy on two certificates and a group of things."""
    aws = world.client("iot", world.payments)
    role = f"arn:aws:iam::{world.payments}:role/Sensor"
    aws.create_role_alias(roleAlias="sensors", roleArn=role)
    aws.create_policy(policyName="sensor", policyDocument=json.dumps(ANY_ALIAS))
    for _ in range(2):
        made = aws.create_keys_and_certificate(setAsActive=True)
        aws.attach_policy(policyName="sensor", target=made["certificateArn"])
    group = aws.create_thing_group(thingGroupName="cold")["thingGroupArn"]
    aws.attach_policy(policyName="sensor", target=group)
    return aws


def test_an_alias_tells_which_role_it_opens(world: World, devices: Any) -> None:
    reading = see("iot", world.payments, REGION)

    home = f"arn:aws:iot:{REGION}:{world.payments}"
    alias = reading.sightings[f"{home}:rolealias/sensors"]
    assert reading.failure is None
    assert alias.resource_type == "AWS::IoT::RoleAlias"
    assert alias.facts["role"] == f"arn:aws:iam::{world.payments}:role/Sensor"
    assert alias.facts["session_seconds"] == 3600


def test_a_policy_tells_what_devices_may_and_how_many_have_it(
    world: World, devices: Any
) -> None:
    reading = see("iot", world.payments, REGION)

    policy = reading.sightings[f"arn:aws:iot:{REGION}:{world.payments}:policy/sensor"]
    assert json.loads(policy.documents[PolicyKind.INLINE, ""]) == ANY_ALIAS
    assert policy.facts == {
        "targets": {"certificate": 2, "group": 1},
        "has_more_targets": False,
    }


def test_more_devices_than_are_counted_are_told_as_more(
    world: World, devices: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(iot, "MOST_TARGETS", 2)

    reading = see("iot", world.payments, REGION)

    policy = reading.sightings[f"arn:aws:iot:{REGION}:{world.payments}:policy/sensor"]
    assert sum(policy.facts["targets"].values()) == 2
    assert policy.facts["has_more_targets"] is True


def test_an_alias_that_may_not_be_read_is_a_gap(world: World, devices: Any) -> None:
    with fault("iot", "DescribeRoleAlias", lambda _: denied_json()):
        reading = see("iot", world.payments, REGION)

    [arn] = reading.gaps
    assert arn == f"arn:aws:iot:{REGION}:{world.payments}:rolealias/sensors"
    assert reading.gaps[arn].resource_type == "AWS::IoT::RoleAlias"
    assert reading.failure is None


def test_each_kind_of_target_is_counted_apart(world: World, devices: Any) -> None:
    listed = {"targets": ["ap-northeast-1:1f2e3d4c-0000-4000-8000-000000000001", "x"]}
    told = answer(200, json.dumps(listed), "application/json")

    with fault("iot", "ListTargetsForPolicy", lambda _: told):
        reading = see("iot", world.payments, REGION)

    policy = reading.sightings[f"arn:aws:iot:{REGION}:{world.payments}:policy/sensor"]
    assert policy.facts["targets"] == {"identity": 1, "other": 1}
