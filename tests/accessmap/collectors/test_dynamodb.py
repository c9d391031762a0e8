from __future__ import annotations

import pytest

from tests import cast
from tests.accessmap.aws_world import REGION, World, lets_in
from tests.accessmap.collectors.seeing import policies, see
from tests.accessmap.collectors.tables import table

pytestmark = pytest.mark.aws


def test_it_reads_policies_and_tags(world: World) -> None:
    lent = table(world, "orders", Tags=[{"Key": "owner", "Value": cast.RIN}])
    own = table(world, "own")
    text = lets_in(cast.TANUKI, "dynamodb:Query")
    world.client("dynamodb", world.payments).put_resource_policy(
        ResourceArn=lent["TableArn"], Policy=text
    )

    reading = see("dynamodb", world.payments, REGION)

    assert policies(reading) == {lent["TableArn"]: text, own["TableArn"]: ""}
    assert reading.sightings[lent["TableArn"]].tags == {"owner": cast.RIN}
