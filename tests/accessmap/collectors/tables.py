"""A DynamoDB table, for the tests of tables and of streams."""

from __future__ import annotations

from typing import Any

from tests.accessmap.aws_world import World


def table(world: World, name: str, **more: Any) -> Any:
    """Make a table in the payments account; return what AWS says of it."""
    return world.client("dynamodb", world.payments).create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        **more,
    )["TableDescription"]
