from __future__ import annotations

import json

import pytest

from accessmap.policy.kinds import PolicyKind
from tests import cast
from tests.accessmap.aws_world import REGION, World
from tests.accessmap.collectors.seeing import see

pytestmark = pytest.mark.aws
ORGANIZATION = (
    f"arn:aws:organizations::{cast.MANAGEMENT}:organization/{cast.ORGANIZATION}"
)


def test_it_sees_accounts_and_organizations_that_may_launch(world: World) -> None:
    ec2 = world.client("ec2", world.payments)
    image = ec2.register_image(Name="kitsune-base")["ImageId"]
    own = ec2.register_image(Name="kitsune-draft")["ImageId"]
    permissions = [{"OrganizationArn": ORGANIZATION}, {"UserId": cast.KUMO}]
    ec2.modify_image_attribute(ImageId=image, LaunchPermission={"Add": permissions})

    seen = see("images", world.payments, REGION).sightings

    shared = seen[f"arn:aws:ec2:{REGION}::image/{image}"]
    assert shared.name == "kitsune-base"
    listed = json.loads(shared.documents[PolicyKind.SHARE, ""])
    assert listed == {"LaunchPermissions": permissions}
    assert seen[f"arn:aws:ec2:{REGION}::image/{own}"].documents == {}
