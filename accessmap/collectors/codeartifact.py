"""CodeArtifact domains and repositories, and their permissions policies.

AWS: https://docs.aws.amazon.com/codeartifact/latest/ug/domain-policies.html
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
    from mypy_boto3_codeartifact import CodeArtifactClient

REPOSITORY = "AWS::CodeArtifact::Repository"


@register
class Domains(Collector):
    """Every domain of a region, and every repository that the account administers."""

    resource_type = "AWS::CodeArtifact::Domain"
    also_sees = (REPOSITORY,)
    service = "codeartifact"
    permissions = (
        "codeartifact:GetDomainPermissionsPolicy",
        "codeartifact:GetRepositoryPermissionsPolicy",
        "codeartifact:ListDomains",
        "codeartifact:ListRepositories",
    )

    def find(self, client: CodeArtifactClient, where: Where) -> Iterator[Listed]:
        """Yield domains and repositories."""
        for each in pages(client, "list_domains", "domains"):
            yield Listed(each["arn"], each["name"], key={"domain": each["name"]})
        for each in pages(client, "list_repositories", "repositories"):
            asked = {
                "domain": each["domainName"],
                "domainOwner": each["domainOwner"],
                "repository": each["name"],
            }
            if each["administratorAccount"] == where.account_id:
                name = f"{each['domainName']}/{each['name']}"
                yield Listed(each["arn"], name, key=asked, resource_type=REPOSITORY)

    def read(
        self, client: CodeArtifactClient, handle: Listed, where: Where
    ) -> Sighting:
        """Read a policy."""
        is_repository = handle.resource_type == REPOSITORY
        answer = unless(
            "ResourceNotFoundException",
            client.get_repository_permissions_policy
            if is_repository
            else client.get_domain_permissions_policy,
            **handle.key,
        )
        return handle.seen(answer.get("policy", {}).get("document"))
