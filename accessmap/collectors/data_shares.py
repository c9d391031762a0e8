"""Redshift data shares: live data of a warehouse, queried from other accounts.

AWS: https://docs.aws.amazon.com/redshift/latest/dg/datashare-overview.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from accessmap.aws.collector import (
    Collector,
    Sighting,
    Where,
    canonical,
    pages,
    plain,
    register,
)
from accessmap.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from mypy_boto3_redshift import RedshiftClient


@register
class DataShares(Collector):
    """What the account's warehouses, provisioned and serverless, share."""

    resource_type = "AWS::Redshift::DataShare"
    service = "redshift"
    permissions = ("redshift:DescribeDataSharesForProducer",)

    def find(self, client: RedshiftClient, where: Where) -> Iterator[Any]:
        """Yield the shares, each with its consumers."""
        yield from pages(client, "describe_data_shares_for_producer", "DataShares")

    def arn(self, handle: Any, where: Where) -> str:
        """Name the share."""
        return str(handle["DataShareArn"])

    def read(self, client: RedshiftClient, handle: Any, where: Where) -> Sighting:
        """Keep who consumes one share; no further call is needed."""
        arn = str(handle["DataShareArn"])
        consumers = sorted(
            handle.get("DataShareAssociations", ()),
            key=lambda each: str(each.get("ConsumerIdentifier")),
        )
        listed = [
            {name: each[name] for name in ("ConsumerIdentifier", "Status")}
            for each in consumers
        ]
        return Sighting(
            arn=arn,
            name=arn.rpartition("/")[2],
            documents=(
                {(PolicyKind.SHARE, ""): canonical({"DataShareAssociations": listed})}
                if listed
                else {}
            ),
            facts={
                "allows_public_consumers": handle.get(
                    "AllowPubliclyAccessibleConsumers", False
                ),
                "managed_by": handle.get("ManagedBy", ""),
                "consumers": plain(consumers),
            },
        )
