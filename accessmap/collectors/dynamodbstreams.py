"""DynamoDB streams and their resource policies.

AWS: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-cross-account-access.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from accessmap.aws.collector import (
    Collector,
    Sighting,
    Where,
    register,
    turned,
    unless,
)
from accessmap.aws.listed import Listed
from accessmap.aws.session import client as client_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodbstreams import DynamoDBStreamsClient


# How the list says where it goes on, and how it is asked to.
CURSOR = "LastEvaluatedStreamArn ExclusiveStartStreamArn"


@register
class Streams(Collector):
    """Every stream of a region, whichever table it follows."""

    resource_type = "AWS::DynamoDB::Stream"
    service = "dynamodbstreams"
    permissions = ("dynamodb:GetResourcePolicy", "dynamodb:ListStreams")

    def find(self, client: DynamoDBStreamsClient, where: Where) -> Iterator[Listed]:
        """Yield the streams; a table may have had several."""
        for each in turned(client, "list_streams", "Streams", CURSOR):
            name = f"{each['TableName']}/{each['StreamLabel']}"
            yield Listed(each["StreamArn"], name)

    def read(
        self, client: DynamoDBStreamsClient, handle: Listed, where: Where
    ) -> Sighting:
        """Read a stream's policy, which DynamoDB itself keeps."""
        answer = unless(
            "PolicyNotFoundException",
            client_of("dynamodb", where.region).get_resource_policy,
            ResourceArn=handle.arn,
        )
        return handle.seen(answer.get("Policy"))
