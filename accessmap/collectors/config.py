"""AWS Config: who may gather what is recorded about this account, and what it gathers.

AWS: https://docs.aws.amazon.com/config/latest/developerguide/aggregate-data.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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


AGGREGATOR = "AWS::Config::ConfigurationAggregator"


@register
class Authorizations(Collector):
    """Authorizations of aggregators; members of an aggregating organization need none.

    Whoever aggregates sees every resource with its settings and its compliance. So the
    aggregators are read as well: they tell who gathers from the whole organization.
    """

    resource_type = "AWS::Config::AggregationAuthorization"
    also_sees = (AGGREGATOR,)
    service = "config"
    permissions = (
        "config:DescribeAggregationAuthorizations",
        "config:DescribeConfigurationAggregators",
    )

    def find(self, client: ConfigServiceClient, where: Where) -> Iterator[Sighting]:
        """Yield both; the lists tell everything."""
        for each in pages(
            client, "describe_aggregation_authorizations", "AggregationAuthorizations"
        ):
            yield _authorization(each)
        for each in pages(
            client, "describe_configuration_aggregators", "ConfigurationAggregators"
        ):
            yield _aggregator(each)

    def arn(self, handle: Sighting, where: Where) -> str:
        """Name either."""
        return handle.arn

    def read(
        self, client: ConfigServiceClient, handle: Sighting, where: Where
    ) -> Sighting:
        """Keep what the list told; no further call is needed."""
        return handle


def _authorization(told: Mapping[str, Any]) -> Sighting:
    """Return whom one authorization names.

    https://docs.aws.amazon.com/config/latest/developerguide/aggregated-add-authorization.html
    """
    names = ("AuthorizedAccountId", "AuthorizedAwsRegion")
    kept = {name: told[name] for name in names}
    return Sighting(
        arn=told["AggregationAuthorizationArn"],
        name="/".join(kept.values()),
        documents={(PolicyKind.SHARE, ""): canonical(kept)},
        facts={"created_at": plain(told.get("CreationTime"))},
    )


def _aggregator(told: Mapping[str, Any]) -> Sighting:
    """Return from where one aggregator gathers; of the organization, from all of it.

    https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationAggregator.html
    """
    sources = told.get("AccountAggregationSources") or []
    organization = told.get("OrganizationAggregationSource") or {}
    every = [*sources, organization] if organization else sources
    return Sighting(
        arn=told["ConfigurationAggregatorArn"],
        name=told["ConfigurationAggregatorName"],
        resource_type=AGGREGATOR,
        facts={
            "is_of_organization": bool(organization),
            "role": organization.get("RoleArn", ""),
            "accounts": sorted({a for each in sources for a in each["AccountIds"]}),
            "regions": sorted({r for e in every for r in e.get("AwsRegions") or ()}),
            "is_everywhere": any(each.get("AllAwsRegions") for each in every),
        },
    )
