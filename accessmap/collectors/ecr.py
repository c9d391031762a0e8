"""ECR: policies of image repositories, and of the registry itself.

AWS: https://docs.aws.amazon.com/AmazonECR/latest/userguide/security-iam-awsmanpol.html
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
    from mypy_boto3_ecr import ECRClient

REGISTRY = "AWS::ECR::RegistryPolicy"


@register
class Repositories(Collector):
    """Every private repository of a region, and the region's registry."""

    resource_type = "AWS::ECR::Repository"
    also_sees = (REGISTRY,)
    service = "ecr"
    permissions = (
        "ecr:DescribeRepositories",
        "ecr:GetRegistryPolicy",
        "ecr:GetRepositoryPolicy",
        tags.PERMISSION,
    )

    def find(self, client: ECRClient, where: Where) -> Iterator[Listed]:
        """Yield the registry, which AWS gives no ARN, then its repositories."""
        registry = where.arn("ecr", "registry")
        yield Listed(registry, "registry", resource_type=REGISTRY)
        found = list(pages(client, "describe_repositories", "repositories"))
        tagged = tags.tags_of("ecr:repository", where.region) if found else {}
        for each in found:
            arn, name = each["repositoryArn"], each["repositoryName"]
            yield Listed(arn, name, key=name, tags=tagged.get(arn, {}))

    def read(self, client: ECRClient, handle: Listed, where: Where) -> Sighting:
        """Read a policy."""
        if handle.resource_type == REGISTRY:
            answer = unless(
                "RegistryPolicyNotFoundException", client.get_registry_policy
            )
        else:
            answer = unless(
                "RepositoryPolicyNotFoundException",
                client.get_repository_policy,
                repositoryName=handle.key,
            )
        return handle.seen(answer.get("policyText"))
