from __future__ import annotations

import pytest

from accessmap.aws.assume import enter
from tests import cast
from tests.accessmap.aws_world import REGION, World
from tests.accessmap.collectors.seeing import policies, see

pytestmark = pytest.mark.aws


def test_one_call_tells_every_bus(world: World) -> None:
    events = world.client("events", world.payments)
    events.create_event_bus(Name="partners")
    events.put_permission(
        EventBusName="partners",
        StatementId="lent",
        Principal=cast.TANUKI,
        Action="events:PutEvents",
    )
    enter(world.payments)

    reading = see("events", world.payments, REGION)

    head = f"arn:aws:events:{REGION}:{world.payments}:event-bus"
    found = policies(reading)
    assert cast.TANUKI in found[f"{head}/partners"]
    assert found[f"{head}/default"] == ""
    assert reading.watch.call_count == 1
