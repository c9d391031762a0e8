"""The Glue data catalog: its own policy, and those that RAM made for parts of it.

AWS: https://docs.aws.amazon.com/glue/latest/dg/cross-account-access.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from accessmap.aws.collector import Collector, Sighting, Where, pages, register
from accessmap.aws.listed import Listed
from accessmap.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from mypy_boto3_glue import GlueClient


@register
class Catalogs(Collector):
    """The one catalog of a region; one call tells all its policies."""

    resource_type = "AWS::Glue::DataCatalog"
    service = "glue"
    permissions = ("glue:GetResourcePolicies",)

    def find(self, client: GlueClient, where: Where) -> Iterator[Listed]:
        """Yield the catalog with its policies, if it has any.

        https://docs.aws.amazon.com/glue/latest/webapi/API_GetResourcePolicies.html
        """
        found = list(
            pages(client, "get_resource_policies", "GetResourcePoliciesResponseList")
        )
        if found:
            yield Listed(where.arn("glue", "catalog"), where.account_id, key=found)

    def read(self, client: GlueClient, handle: Listed, where: Where) -> Sighting:
        """Keep every policy; AWS names them by nothing but a hash."""
        return handle.seen(
            documents={
                (PolicyKind.RESOURCE, each["PolicyHash"]): each["PolicyInJson"]
                for each in handle.key
            }
        )
