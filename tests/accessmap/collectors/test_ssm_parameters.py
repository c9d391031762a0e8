from __future__ import annotations

import pytest

from tests import cast
from tests.accessmap.aws_world import REGION, World, lets_in
from tests.accessmap.collectors.seeing import see
from tests.accessmap.standing import standing

pytestmark = pytest.mark.aws


def test_only_parameters_that_can_be_shared_are_asked_for(world: World) -> None:
    world.client("ssm", world.payments).put_parameter(
        Name="own", Value="canary-1", Type="SecureString"
    )
    arn = f"arn:aws:ssm:{REGION}:{world.payments}:parameter/shop/endpoint"
    text = lets_in(cast.SHOP, "ssm:GetParameter", arn)

    with standing({arn: text}):
        reading = see("ssm_parameters", world.payments, REGION)

    [seen] = reading.sightings.values()
    assert (seen.arn, seen.name) == (arn, "/shop/endpoint")
    assert list(seen.documents.values()) == [text]
    assert "canary" not in str(reading)
