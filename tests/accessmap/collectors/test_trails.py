from __future__ import annotations

import json
from typing import Any

import pytest

from accessmap.aws.collector import Sighting
from tests.accessmap.aws_world import REGION, World, answer, fault
from tests.accessmap.collectors.seeing import see

pytestmark = pytest.mark.aws


def trail(world: World, *, is_on: bool = True) -> Any:
    """A trail of payments-prod, over all regions."""
    place = {"LocationConstraint": REGION}
    s3 = world.client("s3", world.payments)
    s3.create_bucket(Bucket="payments-trail", CreateBucketConfiguration=place)
    aws = world.client("cloudtrail", world.payments)
    aws.create_trail(Name="all", S3BucketName="payments-trail", IsMultiRegionTrail=True)
    if is_on:
        aws.start_logging(Name="all")
    return aws


def seen(world: World) -> Sighting:
    [found] = see("trails", world.payments, REGION).sightings.values()
    return found


def test_a_trail_says_that_it_is_on_and_where(world: World) -> None:
    trail(world)

    found = seen(world)

    assert found.arn == f"arn:aws:cloudtrail:{REGION}:{world.payments}:trail/all"
    assert found.facts == {
        "is_multi_region": True,
        "is_of_organization": False,
        "is_logging": True,
        "writes_management_events": True,
    }


def test_a_trail_that_was_stopped_is_off(world: World) -> None:
    trail(world, is_on=False)

    assert seen(world).facts["is_logging"] is False


@pytest.mark.parametrize(
    ("selectors", "takes"),
    [
        ({"ReadWriteType": "All", "IncludeManagementEvents": True}, True),
        ({"ReadWriteType": "WriteOnly", "IncludeManagementEvents": True}, True),
        ({"ReadWriteType": "ReadOnly", "IncludeManagementEvents": True}, False),
        ({"ReadWriteType": "All", "IncludeManagementEvents": False}, False),
    ],
)
def test_a_trail_of_data_alone_keeps_nothing_of_who_came(
    world: World, selectors: dict[str, Any], takes: bool
) -> None:
    trail(world).put_event_selectors(TrailName="all", EventSelectors=[selectors])

    assert seen(world).facts["writes_management_events"] is takes


MANAGEMENT = {"Field": "eventCategory", "Equals": ["Management"]}


@pytest.mark.parametrize(
    ("chosen", "takes"),
    [
        ([MANAGEMENT], True),
        ([MANAGEMENT, {"Field": "readOnly", "Equals": ["false"]}], True),
        ([MANAGEMENT, {"Field": "readOnly", "Equals": ["true"]}], False),
        (
            [
                {"Field": "eventSource", "NotEquals": ["kms.amazonaws.com"]},
                MANAGEMENT,
            ],
            True,
        ),
        (
            [MANAGEMENT, {"Field": "eventSource", "NotEquals": ["iam.amazonaws.com"]}],
            False,
        ),
        (
            [MANAGEMENT, {"Field": "eventSource", "Equals": ["s3.amazonaws.com"]}],
            False,
        ),
        ([MANAGEMENT, {"Field": "eventName", "Equals": ["AssumeRole"]}], False),
        ([{"Field": "eventCategory", "Equals": ["Data"]}], False),
        ([{"Field": "readOnly", "Equals": ["false"]}], False),
    ],
)
def test_an_advanced_selector_may_take_management_events(
    world: World, chosen: list[dict[str, Any]], takes: bool
) -> None:
    trail(world).put_event_selectors(
        TrailName="all",
        AdvancedEventSelectors=[{"Name": "m", "FieldSelectors": chosen}],
    )

    assert seen(world).facts["writes_management_events"] is takes


def test_the_organizations_trail_covers_a_member(world: World) -> None:
    arn = f"arn:aws:cloudtrail:{REGION}:{world.management}:trail/organization"
    listed = {
        "Name": "organization",
        "TrailARN": arn,
        "HomeRegion": REGION,
        "IsMultiRegionTrail": True,
        "IsOrganizationTrail": True,
    }
    shadow = {**listed, "Name": "far", "TrailARN": f"{arn}2", "HomeRegion": "eu-west-1"}

    def said(**members: Any) -> Any:
        return lambda _: answer(200, json.dumps(members), "application/json")

    with (
        fault("cloudtrail", "DescribeTrails", said(trailList=[listed, shadow])),
        fault("cloudtrail", "GetTrailStatus", said(IsLogging=True)),
        fault("cloudtrail", "GetEventSelectors", said(TrailARN=arn)),
    ):
        found = seen(world)

    assert found.arn == f"{arn}/covers/{world.payments}"
    assert found.facts["is_of_organization"] is True
    assert found.facts["writes_management_events"] is True
