"""AWS Config: the accounts that may gather what is recorded about this one.

AWS: https://docs.aws.amazon.com/config/latest/developerguide/aggregated-add-authorization.html
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
    from mypy_boto3_config import ConfigServiceClient


@register
class Authorizations(Collector):
    """Authorizations of aggregators; members of an aggregating organization need none.

    Whoever aggregates sees every resource with its settings and its compliance.
    """

    resource_type = "AWS::Config::AggregationAuthorization"
    service = "config"
    permissions = ("config:DescribeAggregationAuthorizations",)

    def find(self, client: ConfigServiceClient, where: Where) -> Iterator[Any]:
        """Yield the authorizations."""
        yield from pages(
            client, "describe_aggregation_authorizations", "AggregationAuthorizations"
        )

    def arn(self, handle: Any, where: Where) -> str:
        """Name the authorization."""
        return str(handle["AggregationAuthorizationArn"])

    def read(self, client: ConfigServiceClient, handle: Any, where: Where) -> Sighting:
        """Keep whom one authorization names; no further call is needed."""
        names = ("AuthorizedAccountId", "AuthorizedAwsRegion")
        kept = {name: handle[name] for name in names}
        return Sighting(
            arn=self.arn(handle, where),
            name="/".join(kept.values()),
            documents={(PolicyKind.SHARE, ""): canonical(kept)},
            facts={"created_at": plain(handle.get("CreationTime"))},
        )
