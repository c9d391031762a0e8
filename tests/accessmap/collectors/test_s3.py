from __future__ import annotations

import json

import pytest

from accessmap.aws.assume import enter
from accessmap.policy.kinds import PolicyKind
from tests import cast
from tests.accessmap.aws_world import World, bucket_policy, denied, fault
from tests.accessmap.collectors.seeing import see

pytestmark = pytest.mark.aws
REPORTS = "arn:aws:s3:::payments-reports"
SWITCHES = {
    "BlockPublicAcls": True,
    "BlockPublicPolicy": False,
    "IgnorePublicAcls": True,
    "RestrictPublicBuckets": True,
}


def test_it_keeps_the_policy_as_it_is(world: World) -> None:
    seen = see("s3", world.payments).sightings[REPORTS]

    text = seen.documents[PolicyKind.RESOURCE, ""]
    assert text == bucket_policy("payments-reports", cast.KUMO)


def test_it_reads_the_switches_of_bucket_and_account(world: World) -> None:
    world.client("s3", world.payments).put_public_access_block(
        Bucket="payments-reports", PublicAccessBlockConfiguration=SWITCHES
    )
    world.client("s3control", world.payments).put_public_access_block(
        AccountId=world.payments, PublicAccessBlockConfiguration=SWITCHES
    )

    seen = see("s3", world.payments).sightings

    account = f"arn:aws:s3:::account/{world.payments}/public-access-block"
    for arn in (REPORTS, account):
        text = seen[arn].documents[PolicyKind.BLOCK_PUBLIC_ACCESS, ""]
        assert json.loads(text) == SWITCHES
    assert seen[account].resource_type == "AWS::S3::AccountPublicAccessBlock"


def test_an_acl_that_s3_ignores_is_not_kept(world: World) -> None:
    s3 = world.client("s3", world.payments)
    for bucket in ("payments-reports", "payments-logs"):
        s3.put_bucket_acl(Bucket=bucket, ACL="public-read")
    s3.put_bucket_ownership_controls(
        Bucket="payments-reports",
        OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
    )

    seen = see("s3", world.payments).sightings

    assert (PolicyKind.ACL, "") not in seen[REPORTS].documents
    assert (PolicyKind.ACL, "") in seen["arn:aws:s3:::payments-logs"].documents


def test_a_bucket_that_lets_nobody_in_costs_two_calls(world: World) -> None:
    s3 = world.client("s3", world.payments)
    for bucket in ("payments-reports", "payments-logs"):
        s3.delete_bucket_policy(Bucket=bucket)
    enter(world.payments)

    reading = see("s3", world.payments)

    # The list, the account's block, the tags; policy and ACL of each.
    assert reading.watch.call_count == 3 + 2 * 2


def test_the_tags_come_along(world: World) -> None:
    world.client("s3", world.payments).put_bucket_tagging(
        Bucket="payments-reports",
        Tagging={"TagSet": [{"Key": "owner", "Value": cast.RIN}]},
    )

    assert see("s3", world.payments).sightings[REPORTS].tags == {"owner": cast.RIN}


def test_a_404_that_is_not_awss_is_no_missing_policy(world: World) -> None:
    def page(request: object) -> object:
        found = denied(code="NoSuchBucketPolicy")
        found.headers.clear()
        found.raw = type(found.raw)(b"<Error><Code>NoSuchBucketPolicy</Code></Error>")
        return found

    with fault("s3", "GetBucketPolicy", page):
        reading = see("s3", world.payments)

    assert REPORTS in reading.gaps
    assert REPORTS not in reading.sightings
