"""CloudWatch Logs: the account's resource policies, and destinations.

AWS: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from accessmap.aws.collector import Collector, Sighting, Where, pages, register
from accessmap.aws.listed import Listed

if TYPE_CHECKING:
    from mypy_boto3_logs import CloudWatchLogsClient


POLICY = "AWS::Logs::ResourcePolicy"


@register
class Destinations(Collector):
    """Every destination and every resource policy of a region; two calls tell all."""

    resource_type = "AWS::Logs::Destination"
    also_sees = (POLICY,)
    service = "logs"
    permissions = ("logs:DescribeDestinations", "logs:DescribeResourcePolicies")

    def find(self, client: CloudWatchLogsClient, where: Where) -> Iterator[Listed]:
        """Yield both, with the text of their policies."""
        for each in pages(client, "describe_destinations", "destinations"):
            name = each["destinationName"]
            yield Listed(each["arn"], name, key=each.get("accessPolicy"))
        for each in pages(client, "describe_resource_policies", "resourcePolicies"):
            # A policy over log groups has a name, and no ARN.
            name = each["policyName"]
            yield Listed(
                where.arn("logs", f"resource-policy:{name}"),
                name,
                key=each.get("policyDocument"),
                resource_type=POLICY,
            )

    def read(
        self, client: CloudWatchLogsClient, handle: Listed, where: Where
    ) -> Sighting:
        """Keep the policy; no further call is needed."""
        return handle.seen(handle.key)
