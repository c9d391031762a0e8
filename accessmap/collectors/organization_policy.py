"""The organization's own resource policy: who may run it beside its management account.

It is the one way to delegate AWS Organizations itself, and may let accounts edit SCPs,
tags and units.

AWS: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from accessmap.aws.collector import Collector, Sighting, Where, register, unless
from accessmap.aws.listed import Listed

if TYPE_CHECKING:
    from mypy_boto3_organizations import OrganizationsClient


@register
class OrganizationPolicy(Collector):
    """The one policy that an organization may have."""

    resource_type = "AWS::Organizations::ResourcePolicy"
    service = "organizations"
    permissions = ("organizations:DescribeResourcePolicy",)
    is_regional = False
    is_organization_wide = True

    def find(self, client: OrganizationsClient, where: Where) -> Iterator[Listed]:
        """Yield the policy, if there is one."""
        answer = unless(
            "ResourcePolicyNotFoundException", client.describe_resource_policy
        )
        if found := answer.get("ResourcePolicy"):
            summary = found["ResourcePolicySummary"]
            yield Listed(summary["Arn"], summary["Id"], key=found["Content"])

    def read(
        self, client: OrganizationsClient, handle: Listed, where: Where
    ) -> Sighting:
        """Keep the policy; no further call is needed."""
        return handle.seen(handle.key)
