"""The Glue data catalog: its own policy, and those that RAM made for parts of it.

AWS: https://docs.aws.amazon.com/glue/latest/dg/cross-account-access.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from accessmap.aws.collector import (
    Collector,
    NotTold,
    Sighting,
    Where,
    pages,
    register,
    unless,
)
from accessmap.aws.listed import Listed
from accessmap.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from mypy_boto3_glue import GlueClient


NONE = "EntityNotFoundException"
NO_KEY = (
    "The data catalog is encrypted, and AWS tells the policy to users of its key. "
    "AccessMap's role may not, for it reads no data. Look at the policy in the account "
    "itself: aws glue get-resource-policy."
)


@register
class Catalogs(Collector):
    """The one catalog of a region; one call tells all its policies."""

    resource_type = "AWS::Glue::DataCatalog"
    service = "glue"
    permissions = (
        "glue:GetDataCatalogEncryptionSettings",
        "glue:GetResourcePolicies",
        "glue:GetResourcePolicy",
    )

    def find(self, client: GlueClient, where: Where) -> Iterator[Listed]:
        """Yield the catalog with its policies, if it has any.

        https://docs.aws.amazon.com/glue/latest/webapi/API_GetResourcePolicies.html
        """
        found = list(
            pages(client, "get_resource_policies", "GetResourcePoliciesResponseList")
        )
        if _may_lack_one(client):
            raise NotTold(NO_KEY)
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


def _may_lack_one(client: GlueClient) -> bool:
    """Say whether the catalog's own policy may be missing from the list of all.

    Who may not use the key of an encrypted catalog is not told it. Asked for it alone,
    AWS may call it missing; whether there is one is then not known.
    https://docs.aws.amazon.com/glue/latest/dg/encrypt-glue-data-catalog.html
    """
    answer = client.get_data_catalog_encryption_settings()
    at_rest = answer["DataCatalogEncryptionSettings"].get("EncryptionAtRest", {})
    if at_rest.get("CatalogEncryptionMode", "DISABLED") == "DISABLED":
        return False
    return not unless(NONE, client.get_resource_policy).get("PolicyInJson")
