"""EventBridge schema registries and their policies.

AWS: https://docs.aws.amazon.com/eventbridge/latest/schema-reference/v1-policy.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

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
    from mypy_boto3_schemas import SchemasClient


@register
class Registries(Collector):
    """Every registry of a region that is the account's own."""

    resource_type = "AWS::EventSchemas::Registry"
    service = "schemas"
    permissions = ("schemas:GetResourcePolicy", "schemas:ListRegistries")

    def find(self, client: SchemasClient, where: Where) -> Iterator[Listed]:
        """Yield the registries; the two that AWS lends to everybody have no ARN."""
        for each in pages(
            client, "list_registries", "Registries", PaginationConfig={"PageSize": 100}
        ):
            if arn := each.get("RegistryArn"):
                name = each["RegistryName"]
                yield Listed(arn, name, tags=each.get("Tags", {}))

    def read(self, client: SchemasClient, handle: Listed, where: Where) -> Sighting:
        """Read a registry's policy."""
        answer = unless(
            "NotFoundException", client.get_resource_policy, RegistryName=handle.name
        )
        return handle.seen(answer.get("Policy"))
