"""Public image repositories and who may push to them; everyone may pull.

AWS: https://docs.aws.amazon.com/AmazonECR/latest/public/public-repository-policies.html
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
    unless,
)
from accessmap.aws.listed import Listed
from accessmap.aws.session import client as client_of
from accessmap.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from mypy_boto3_ecr_public import ECRPublicClient

# The one region that is asked about them.
# https://docs.aws.amazon.com/general/latest/gr/ecr-public.html
HOME = "us-east-1"
# What the gallery gives everyone, by no policy.
PULL = canonical({"pull": ["all"]})


@register
class PublicRepositories(Collector):
    """Every repository that an account has in the public gallery."""

    resource_type = "AWS::ECR::PublicRepository"
    service = "ecr-public"
    is_regional = False
    permissions = (
        "ecr-public:DescribeRepositories",
        "ecr-public:GetRepositoryPolicy",
    )

    def find(self, client: ECRPublicClient, where: Where) -> Iterator[Listed]:
        """Yield the repositories."""
        for each in pages(
            client_of("ecr-public", HOME), "describe_repositories", "repositories"
        ):
            yield Listed(each["repositoryArn"], each["repositoryName"])

    def read(self, client: ECRPublicClient, handle: Listed, where: Where) -> Sighting:
        """Read a repository's policy, beside what everyone has."""
        answer = unless(
            "RepositoryPolicyNotFoundException",
            client_of("ecr-public", HOME).get_repository_policy,
            repositoryName=handle.name,
        )
        return handle.seen(answer.get("policyText"), {(PolicyKind.SHARE, ""): PULL})
