from __future__ import annotations

import pytest

from tests import cast
from tests.accessmap.aws_world import REGION, World, lets_in
from tests.accessmap.collectors.seeing import policies, see

pytestmark = pytest.mark.aws


def test_it_reads_policies_and_tags(world: World) -> None:
    sqs = world.client("sqs", world.payments)
    text = lets_in(cast.TANUKI, "sqs:SendMessage")
    sqs.create_queue(
        QueueName="orders", Attributes={"Policy": text}, tags={"owner": cast.RIN}
    )
    sqs.create_queue(QueueName="own.fifo", Attributes={"FifoQueue": "true"})

    reading = see("sqs", world.payments, REGION)

    head = f"arn:aws:sqs:{REGION}:{world.payments}"
    assert policies(reading) == {f"{head}:orders": text, f"{head}:own.fifo": ""}
    assert reading.sightings[f"{head}:orders"].tags == {"owner": cast.RIN}


def test_an_account_without_queues_costs_one_call(world: World) -> None:
    see("sqs", world.shop, REGION)  # the first call enters the account

    assert see("sqs", world.shop, REGION).watch.call_count == 1
