from __future__ import annotations

import json

import pytest
from moto.iam.models import iam_backends

from accessmap.aws.assume import enter
from accessmap.policy.kinds import PolicyKind
from tests.accessmap.aws_world import World, trust
from tests.accessmap.collectors.seeing import see

pytestmark = pytest.mark.aws
READS = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}],
    }
)


def test_a_role_carries_all_its_documents(world: World) -> None:
    iam = world.client("iam", world.payments)
    arn = iam.create_policy(PolicyName="reads", PolicyDocument=READS)["Policy"]["Arn"]
    iam.attach_role_policy(RoleName="vendor-readonly", PolicyArn=arn)

    seen = see("iam", world.payments).sightings

    role = seen[f"arn:aws:iam::{world.payments}:role/vendor-readonly"]
    assert role.documents.keys() == {
        (PolicyKind.TRUST, ""),
        (PolicyKind.INLINE, "reads"),
        (PolicyKind.MANAGED, arn),
    }
    assert role.documents[PolicyKind.MANAGED, arn] == READS
    assert role.facts["attached"] == [arn]
    assert role.facts["max_session_seconds"] == 3600


def test_users_and_groups_are_seen_too(world: World) -> None:
    iam = world.client("iam", world.payments)
    iam.create_group(GroupName="clerks")
    iam.create_user(UserName="rin")
    iam.add_user_to_group(GroupName="clerks", UserName="rin")
    iam.put_group_policy(GroupName="clerks", PolicyName="reads", PolicyDocument=READS)

    seen = see("iam", world.payments).sightings

    user = seen[f"arn:aws:iam::{world.payments}:user/rin"]
    group = seen[f"arn:aws:iam::{world.payments}:group/clerks"]
    assert (user.resource_type, user.facts["groups"]) == ("AWS::IAM::User", ["clerks"])
    assert group.documents[PolicyKind.INLINE, "reads"] == READS


def test_a_whole_account_costs_two_calls(world: World) -> None:
    iam = world.client("iam", world.payments)
    for number in range(30):
        iam.create_role(
            RoleName=f"role-{number}", AssumeRolePolicyDocument=trust(world.shop)
        )

    enter(world.payments)
    reading = see("iam", world.payments)

    assert len(reading.sightings) == 32
    assert reading.watch.call_count == 2


def test_text_that_is_no_json_is_kept(world: World) -> None:
    iam = world.client("iam", world.payments)
    role = iam.get_role(RoleName="vendor-readonly")["Role"]["Arn"]
    kept = iam_backends[world.payments]["aws"].get_role("vendor-readonly")
    kept.assume_role_policy_document = '{"Version": "2012-10-17", "Statement"'

    seen = see("iam", world.payments).sightings[role]

    assert seen.documents[PolicyKind.TRUST, ""] == kept.assume_role_policy_document
