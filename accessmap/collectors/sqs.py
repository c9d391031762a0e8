"""SQS queues and their queue policies.

AWS: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-using-identity-based-policies.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from accessmap.aws import tags
from accessmap.aws.collector import Collector, Sighting, Where, pages, register
from accessmap.aws.listed import Listed

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


@register
class Queues(Collector):
    """Every queue of a region."""

    resource_type = "AWS::SQS::Queue"
    service = "sqs"
    permissions = ("sqs:GetQueueAttributes", "sqs:ListQueues", tags.PERMISSION)
    may_omit = frozenset({"QueueUrls"})

    def find(self, client: SQSClient, where: Where) -> Iterator[Listed]:
        """Yield the queues; a queue's address ends in its name."""
        # Without a size AWS gives 1,000 queues and no token, and so ends in silence.
        # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueues.html
        urls = list(
            pages(
                client, "list_queues", "QueueUrls", PaginationConfig={"PageSize": 1000}
            )
        )
        tagged = tags.tags_of("sqs", where.region) if urls else {}
        for url in urls:
            name = url.rpartition("/")[2]
            arn = where.arn("sqs", name)
            yield Listed(arn, name, key=url, tags=tagged.get(arn, {}))

    def read(self, client: SQSClient, handle: Listed, where: Where) -> Sighting:
        """Read a queue's policy; SQS leaves it out where none was ever set."""
        attributes = client.get_queue_attributes(
            QueueUrl=handle.key, AttributeNames=["QueueArn", "Policy"]
        )["Attributes"]
        return handle.seen(attributes.get("Policy"))
