"""CloudWatch Logs: the account's resource policies, and destinations of both kinds.

AWS: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
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
    from mypy_boto3_logs import CloudWatchLogsClient


NONE = "ResourceNotFoundException"
POLICY = "AWS::Logs::ResourcePolicy"
DELIVERY = "AWS::Logs::DeliveryDestination"


@register
class Destinations(Collector):
    """Every destination and every resource policy of a region."""

    resource_type = "AWS::Logs::Destination"
    also_sees = (POLICY, DELIVERY)
    service = "logs"
    permissions = (
        "logs:DescribeDeliveryDestinations",
        "logs:DescribeDestinations",
        "logs:DescribeResourcePolicies",
        "logs:GetDeliveryDestinationPolicy",
    )
    may_omit = frozenset({"policy"})

    def find(self, client: CloudWatchLogsClient, where: Where) -> Iterator[Listed]:
        """Yield all; only those that services deliver to are without their policies."""
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
        listed = pages(client, "describe_delivery_destinations", "deliveryDestinations")
        for one in listed:
            tags = one.get("tags", {})
            yield Listed(one["arn"], one["name"], resource_type=DELIVERY, tags=tags)

    def read(
        self, client: CloudWatchLogsClient, handle: Listed, where: Where
    ) -> Sighting:
        """Keep the policy that the list told, or ask who else may deliver there.

        https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
        """
        if handle.resource_type != DELIVERY:
            return handle.seen(handle.key)
        answer = unless(
            NONE, client.get_delivery_destination_policy,
            deliveryDestinationName=handle.name,
        )  # fmt: skip
        return handle.seen(answer.get("policy", {}).get("deliveryDestinationPolicy"))
