"""MSK clusters and their cluster policies.

AWS: https://docs.aws.amazon.com/msk/latest/developerguide/mvpc-cluster-owner-action-policy.html
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
    from mypy_boto3_kafka import KafkaClient


@register
class Clusters(Collector):
    """Every cluster of a region, provisioned or serverless."""

    resource_type = "AWS::MSK::Cluster"
    service = "kafka"
    permissions = ("kafka:GetClusterPolicy", "kafka:ListClustersV2")

    def find(self, client: KafkaClient, where: Where) -> Iterator[Listed]:
        """Yield the clusters."""
        for each in pages(client, "list_clusters_v2", "ClusterInfoList"):
            tags = each.get("Tags", {})
            yield Listed(each["ClusterArn"], each["ClusterName"], tags=tags)

    def read(self, client: KafkaClient, handle: Listed, where: Where) -> Sighting:
        """Read a cluster's policy."""
        answer = unless(
            "NotFoundException", client.get_cluster_policy, ClusterArn=handle.arn
        )
        return handle.seen(answer.get("Policy"))
