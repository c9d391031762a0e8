"""Systems Manager documents and the accounts they are shared with.

AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-ssm-sharing.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from accessmap.aws.collector import (
    Collector,
    Sighting,
    Where,
    canonical,
    pages,
    register,
    turned,
)
from accessmap.aws.listed import Listed, pairs
from accessmap.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient


@register
class Documents(Collector):
    """Every document of a region that is the account's own."""

    resource_type = "AWS::SSM::Document"
    service = "ssm"
    permissions = ("ssm:DescribeDocumentPermission", "ssm:ListDocuments")

    def find(self, client: SSMClient, where: Where) -> Iterator[Listed]:
        """Yield the documents."""
        for each in pages(
            client,
            "list_documents",
            "DocumentIdentifiers",
            Filters=[{"Key": "Owner", "Values": ["Self"]}],
        ):
            name = each["Name"]
            arn = where.arn("ssm", f"document/{name}")
            yield Listed(arn, name, tags=pairs(each.get("Tags")))

    def read(self, client: SSMClient, handle: Listed, where: Where) -> Sighting:
        """Read the share list; "all" stands for every account there is."""
        shared = sorted(
            turned(
                client,
                "describe_document_permission",
                "AccountIds",
                "NextToken",
                Name=handle.name,
                PermissionType="Share",
            )
        )
        if not shared:
            return handle.seen()
        text = canonical({"AccountIds": shared})
        return handle.seen(documents={(PolicyKind.SHARE, ""): text})
