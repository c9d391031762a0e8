from __future__ import annotations

import pytest

from tests import cast
from tests.accessmap.aws_world import REGION, World, lets_in
from tests.accessmap.collectors.seeing import policies, see

pytestmark = pytest.mark.aws


def test_it_reads_streams_and_their_consumers(world: World) -> None:
    kinesis = world.client("kinesis", world.payments)
    for name in ("clicks", "own"):
        kinesis.create_stream(StreamName=name, ShardCount=1)
    head = f"arn:aws:kinesis:{REGION}:{world.payments}:stream"
    text = lets_in(cast.KUMO, "kinesis:GetRecords", f"{head}/clicks")
    kinesis.put_resource_policy(ResourceARN=f"{head}/clicks", Policy=text)

    reading = see("kinesis", world.payments, REGION)

    assert policies(reading) == {f"{head}/clicks": text, f"{head}/own": ""}


def test_a_consumer_has_a_policy_of_its_own(world: World) -> None:
    kinesis = world.client("kinesis", world.payments)
    kinesis.create_stream(StreamName="clicks", ShardCount=1)
    arn = f"arn:aws:kinesis:{REGION}:{world.payments}:stream/clicks"
    made = kinesis.register_stream_consumer(StreamARN=arn, ConsumerName="lake")
    consumer = made["Consumer"]["ConsumerARN"]

    reading = see("kinesis", world.payments, REGION)

    # moto knows no policies of consumers, and says so in the word AWS has for none.
    assert policies(reading) == {arn: "", consumer: ""}
    assert reading.sightings[consumer].resource_type == "AWS::Kinesis::StreamConsumer"
