"""Systems Manager parameters that can be shared, and their policies; never values.

AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-shared-parameters.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from accessmap.aws.collector import Collector, Sighting, Where, pages, register
from accessmap.aws.listed import Listed
from accessmap.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient


@register
class Parameters(Collector):
    """Parameters of the advanced tier: AWS lets no others be shared."""

    resource_type = "AWS::SSM::Parameter"
    service = "ssm"
    permissions = ("ssm:DescribeParameters", "ssm:GetResourcePolicies")

    def find(self, client: SSMClient, where: Where) -> Iterator[Listed]:
        """Yield the parameters; descriptions stay behind, people write secrets there.

        A name may begin with a slash, and its ARN then has only that one.
        """
        for each in pages(
            client,
            "describe_parameters",
            "Parameters",
            ParameterFilters=[{"Key": "Tier", "Values": ["Advanced"]}],
        ):
            name = each["Name"]
            arn = where.arn("ssm", f"parameter/{name.removeprefix('/')}")
            yield Listed(arn, name)

    def read(self, client: SSMClient, handle: Listed, where: Where) -> Sighting:
        """Read a parameter's policies, which have ids for names."""
        found = pages(
            client, "get_resource_policies", "Policies", ResourceArn=handle.arn
        )
        return handle.seen(
            documents={
                (PolicyKind.RESOURCE, each["PolicyId"]): each["Policy"]
                for each in found
            }
        )
