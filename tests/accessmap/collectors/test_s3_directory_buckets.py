from __future__ import annotations

import pytest

from accessmap.aws.assume import enter
from tests import cast
from tests.accessmap.aws_world import REGION, World, answer, fault, lets_in
from tests.accessmap.collectors.seeing import policies, see

pytestmark = pytest.mark.aws
NAME = "ledger--apne1-az1--x-s3"


def listed(name: str) -> str:
    return (
        "<ListAllMyDirectoryBucketsResult><Buckets><Bucket>"
        f"<Name>{name}</Name></Bucket></Buckets></ListAllMyDirectoryBucketsResult>"
    )


def test_it_reads_policies(world: World) -> None:
    text = lets_in(cast.TANUKI, "s3express:CreateSession")

    with (
        fault("s3", "ListDirectoryBuckets", lambda _: answer(200, listed(NAME))),
        fault(
            "s3", "GetBucketPolicy", lambda _: answer(200, text, "application/json")
        ) as asked,
    ):
        reading = see("s3_directory_buckets", world.payments, REGION)

    home = f"arn:aws:s3express:{REGION}:{world.payments}"
    assert policies(reading) == {f"{home}:bucket/{NAME}": text}
    assert "s3express-control" in asked[0]


def test_an_account_without_any_costs_one_call(world: World) -> None:
    enter(world.shop)
    reading = see("s3_directory_buckets", world.shop, REGION)
    assert (reading.failure, reading.watch.call_count) == (None, 1)


def test_a_list_of_other_buckets_is_not_believed(world: World) -> None:
    """As an emulator answers; their policies are read elsewhere."""
    other = answer(200, listed("payments-reports"))
    with fault("s3", "ListDirectoryBuckets", lambda _: other):
        reading = see("s3_directory_buckets", world.payments, REGION)
    assert reading.failure is not None
    assert "payments-reports is in the list" in reading.failure.reason
