"""EKS clusters, and principals of other accounts that may enter them.

AWS: https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from accessmap.aws.collector import (
    Collector,
    NotTold,
    Sighting,
    Where,
    canonical,
    pages,
    register,
)
from accessmap.aws.watch import current
from accessmap.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from mypy_boto3_eks import EKSClient


DESCRIBE = "eks:DescribeCluster"
IN_THE_CLUSTER = (
    "Who gets in by the ConfigMap aws-auth is kept inside the cluster, where AWS does "
    "not look. Let the cluster authenticate by access entries alone (authentication "
    "mode API) to have all of it told."
)


@register
class Clusters(Collector):
    """Kubernetes has permissions of its own; access entries are the door to them."""

    resource_type = "AWS::EKS::Cluster"
    service = "eks"
    permissions = (
        "eks:DescribeAccessEntry",
        DESCRIBE,
        "eks:ListAccessEntries",
        "eks:ListAssociatedAccessPolicies",
        "eks:ListClusters",
    )

    def find(self, client: EKSClient, where: Where) -> Iterator[str]:
        """Yield the names of the clusters."""
        yield from pages(client, "list_clusters", "clusters")

    def arn(self, handle: str, where: Where) -> str:
        """Name the cluster."""
        place = f"{where.region}:{where.account_id}"
        return f"arn:{where.partition}:eks:{place}:cluster/{handle}"

    def read(self, client: EKSClient, handle: str, where: Where) -> Sighting:
        """Read the entries of principals that lie in other accounts, those alone.

        A cluster may let people in by a list of its own, alone or beside the entries.
        https://docs.aws.amazon.com/eks/latest/userguide/setting-up-access-entries.html
        """
        mode = _mode(client, handle)
        if "CONFIG_MAP" in mode:
            place = f"{self.arn(handle, where)}/aws-auth"
            current().missed[place] = NotTold(IN_THE_CLUSTER), DESCRIBE
        # Where that list is the only one, AWS refuses to be asked for entries.
        asked = () if mode == "CONFIG_MAP" else ("list_access_entries",)
        listed = sorted(
            each
            for operation in asked
            for each in pages(client, operation, "accessEntries", clusterName=handle)
        )
        home = f"::{where.account_id}:"
        foreign = [
            self._entry(client, handle, arn) for arn in listed if home not in arn
        ]
        return Sighting(
            arn=self.arn(handle, where),
            name=handle,
            documents=(
                {(PolicyKind.SHARE, ""): canonical({"accessEntries": foreign})}
                if foreign
                else {}
            ),
            facts={"entry_count": len(listed)},
        )

    def _entry(self, client: EKSClient, cluster: str, arn: str) -> dict[str, Any]:
        """Return what one principal may do in a cluster."""
        entry = client.describe_access_entry(clusterName=cluster, principalArn=arn)
        policies = pages(
            client,
            "list_associated_access_policies",
            "associatedAccessPolicies",
            clusterName=cluster,
            principalArn=arn,
        )
        return {
            "principalArn": arn,
            "kubernetesGroups": sorted(
                entry["accessEntry"].get("kubernetesGroups", ())
            ),
            "accessPolicies": [
                {"policyArn": each["policyArn"], "accessScope": each["accessScope"]}
                for each in sorted(policies, key=lambda one: str(one["policyArn"]))
            ],
        }


def _mode(client: EKSClient, cluster: str) -> str:
    """Return how a cluster lets people in; of one that does not say, in both ways."""
    config = client.describe_cluster(name=cluster)["cluster"].get("accessConfig", {})
    return config.get("authenticationMode") or "API_AND_CONFIG_MAP"
