"""SNS topics and their topic policies.

AWS: https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from accessmap.aws import tags
from accessmap.aws.collector import Collector, Sighting, Where, pages, register
from accessmap.aws.listed import Listed

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient


@register
class Topics(Collector):
    """Every topic of a region; each begins with a policy for its own account."""

    resource_type = "AWS::SNS::Topic"
    service = "sns"
    permissions = ("sns:GetTopicAttributes", "sns:ListTopics", tags.PERMISSION)

    def find(self, client: SNSClient, where: Where) -> Iterator[Listed]:
        """Yield the topics."""
        arns = [each["TopicArn"] for each in pages(client, "list_topics", "Topics")]
        tagged = tags.tags_of("sns", where.region) if arns else {}
        for arn in arns:
            yield Listed(arn, arn.rpartition(":")[2], tags=tagged.get(arn, {}))

    def read(self, client: SNSClient, handle: Listed, where: Where) -> Sighting:
        """Read a topic's policy."""
        attributes = client.get_topic_attributes(TopicArn=handle.arn)["Attributes"]
        return handle.seen(attributes.get("Policy"))
