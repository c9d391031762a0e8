"""Kinesis data streams, their registered consumers, and the policies of both.

AWS: https://docs.aws.amazon.com/streams/latest/dev/resource-based-policy-examples.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from accessmap.aws import tags
from accessmap.aws.collector import (
    Collector,
    Sighting,
    Where,
    pages,
    register,
    unless,
)
from accessmap.aws.listed import Listed

if TYPE_CHECKING:
    from mypy_boto3_kinesis import KinesisClient

CONSUMER = "AWS::Kinesis::StreamConsumer"


@register
class Streams(Collector):
    """Every stream of a region, and whoever is registered to read it."""

    resource_type = "AWS::Kinesis::Stream"
    also_sees = (CONSUMER,)
    service = "kinesis"
    permissions = (
        "kinesis:GetResourcePolicy",
        "kinesis:ListStreamConsumers",
        "kinesis:ListStreams",
        tags.PERMISSION,
    )

    def find(self, client: KinesisClient, where: Where) -> Iterator[Listed]:
        """Yield streams and consumers."""
        streams = list(pages(client, "list_streams", "StreamNames"))
        tagged = tags.tags_of("kinesis", where.region) if streams else {}
        for name in streams:
            arn = where.arn("kinesis", f"stream/{name}")
            yield Listed(arn, name, tags=tagged.get(arn, {}))
            for each in pages(
                client, "list_stream_consumers", "Consumers", StreamARN=arn
            ):
                yield Listed(
                    each["ConsumerARN"],
                    f"{name}/{each['ConsumerName']}",
                    resource_type=CONSUMER,
                    tags=tagged.get(arn, {}),
                )

    def read(self, client: KinesisClient, handle: Listed, where: Where) -> Sighting:
        """Read a policy; an empty one, or none found, is none."""
        answer = unless(
            "ResourceNotFoundException",
            client.get_resource_policy,
            ResourceARN=handle.arn,
        )
        return handle.seen(answer.get("Policy"))
