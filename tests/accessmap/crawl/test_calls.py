"""What a crawl asks of AWS, counted: a call more for each resource would be dear."""

from __future__ import annotations

import pytest
from django.db.models import Sum

from accessmap.models import Coverage
from tests import cast
from tests.accessmap.aws_world import REGION, World, lets_in, trust
from tests.accessmap.crawl.crawling import crawl

pytestmark = pytest.mark.aws
SERVICES = ["iam", "s3", "kms", "sqs", "sns"]


def furnish(world: World) -> None:
    """Make the account that research measured others with."""
    iam, s3, kms = (world.client(each, world.shop) for each in ("iam", "s3", "kms"))
    for number in range(200):
        iam.create_role(
            RoleName=f"role-{number}", AssumeRolePolicyDocument=trust(cast.TANUKI)
        )
    for number in range(20):
        place = {"LocationConstraint": REGION}
        s3.create_bucket(Bucket=f"shop-{number}", CreateBucketConfiguration=place)
    for number in range(8):
        kms.create_key(Description=f"{number}")
    for number in range(6):
        world.client("sqs", world.shop).create_queue(
            QueueName=f"q-{number}",
            Attributes={"Policy": lets_in(cast.TANUKI, "sqs:SendMessage")},
        )
        world.client("sns", world.shop).create_topic(Name=f"t-{number}")


def test_an_account_costs_what_its_resources_cost(world: World) -> None:
    furnish(world)

    done = crawl({"accounts": [world.shop], "services": SERVICES, "regions": [REGION]})

    rows = Coverage.objects.filter(crawl=done, account_id=world.shop)
    cost = rows.values("collector").annotate(calls=Sum("call_count"))
    assert {each["collector"]: each["calls"] for each in cost} == {
        "iam": 2,  # the details, and how long sessions may be
        # All 200 let a vendor in, and one the management account: each is a report to
        # start and to fetch, which no list tells. Where none does it is the list alone.
        "iam_last_accessed": 1 + 2 * 201,
        "iam_providers": 2,  # SAML, OpenID Connect
        "kms": 3 + 2 * 8,  # keys, aliases, tags; policy and KMS grants of each
        "s3": 3 + 2 * 20,  # buckets, account, tags; policy and ACL of each
        "s3_directory_buckets": 1,
        "sns": 2 + 6,  # topics, tags; each
        "sqs": 2 + 6,  # queues, tags; each
    }


def test_a_region_with_nothing_in_it_costs_one_call_a_list(world: World) -> None:
    """No tags are asked for, and no aliases, where there is nothing to have any."""
    regions = [REGION, "eu-west-1"]

    done = crawl({"accounts": [world.shop], "services": SERVICES, "regions": regions})

    rows = Coverage.objects.filter(crawl=done, account_id=world.shop)
    empty = rows.filter(region="eu-west-1").values_list("collector", "call_count")
    assert dict(empty) == {
        "kms": 1,
        "s3_directory_buckets": 1,
        "sns": 1,
        "sqs": 1,
    }
