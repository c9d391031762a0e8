"""DynamoDB tables and their resource policies.

AWS: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/access-control-resource-based.html
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
    from mypy_boto3_dynamodb import DynamoDBClient


@register
class Tables(Collector):
    """Every table of a region."""

    resource_type = "AWS::DynamoDB::Table"
    service = "dynamodb"
    permissions = (
        "dynamodb:GetResourcePolicy",
        "dynamodb:ListTables",
        tags.PERMISSION,
    )

    def find(self, client: DynamoDBClient, where: Where) -> Iterator[Listed]:
        """Yield the tables."""
        names = list(pages(client, "list_tables", "TableNames"))
        tagged = tags.tags_of("dynamodb:table", where.region) if names else {}
        for name in names:
            arn = where.arn("dynamodb", f"table/{name}")
            yield Listed(arn, name, tags=tagged.get(arn, {}))

    def read(self, client: DynamoDBClient, handle: Listed, where: Where) -> Sighting:
        """Read a table's policy."""
        answer = unless(
            "PolicyNotFoundException",
            client.get_resource_policy,
            ResourceArn=handle.arn,
        )
        return handle.seen(answer.get("Policy"))
