from __future__ import annotations

import json

import pytest

from accessmap.policy.kinds import PolicyKind
from tests import cast
from tests.accessmap.aws_world import REGION, World, denied_json, fault
from tests.accessmap.collectors.seeing import see

pytestmark = pytest.mark.aws


def test_it_sees_who_may_gather_what_is_recorded(world: World) -> None:
    world.client("config", world.payments).put_aggregation_authorization(
        AuthorizedAccountId=cast.KAPPA, AuthorizedAwsRegion=REGION
    )

    [seen] = see("config", world.payments, REGION).sightings.values()

    assert seen.arn.endswith(f"aggregation-authorization/{cast.KAPPA}/{REGION}")
    assert json.loads(seen.documents[PolicyKind.SHARE, ""]) == {
        "AuthorizedAccountId": cast.KAPPA,
        "AuthorizedAwsRegion": REGION,
    }


def aggregator(world: World) -> dict[str, object]:
    """Return the facts of the only aggregator."""
    [seen] = see("config", world.payments, REGION).sightings.values()
    assert seen.resource_type == "AWS::Config::ConfigurationAggregator"
    assert seen.name == "all-of-it"
    assert seen.documents == {}
    return dict(seen.facts)


def test_it_sees_from_which_accounts_somebody_gathers(world: World) -> None:
    world.client("config", world.payments).put_configuration_aggregator(
        ConfigurationAggregatorName="all-of-it",
        AccountAggregationSources=[
            {"AccountIds": [world.shop, cast.KAPPA], "AwsRegions": [REGION]}
        ],
    )

    assert aggregator(world) == {
        "is_of_organization": False,
        "role": "",
        "accounts": sorted([world.shop, cast.KAPPA]),
        "regions": [REGION],
        "is_everywhere": False,
    }


def test_it_sees_who_gathers_from_the_whole_organization(world: World) -> None:
    role = f"arn:aws:iam::{world.payments}:role/ConfigAggregator"
    world.client("config", world.payments).put_configuration_aggregator(
        ConfigurationAggregatorName="all-of-it",
        OrganizationAggregationSource={"RoleArn": role, "AllAwsRegions": True},
    )

    assert aggregator(world) == {
        "is_of_organization": True,
        "role": role,
        "accounts": [],
        "regions": [],
        "is_everywhere": True,
    }


def test_where_aggregators_are_refused_nothing_is_called_complete(
    world: World,
) -> None:
    with fault(
        "config-service", "DescribeConfigurationAggregators", lambda _: denied_json()
    ):
        reading = see("config", world.payments, REGION)

    assert reading.failure is not None
    assert reading.failure.outcome == "denied"
    assert "config:DescribeConfigurationAggregators" in reading.failure.reason
