from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from accessmap.aws.collector import all_collectors
from accessmap.models import Account, Crawl
from tests.accessmap.aws_world import (
    REGION,
    World,
    denied,
    denied_json,
    denied_s3,
    fault,
    world,
)
from tests.accessmap.crawl.crawling import crawl

__all__ = ["world"]
pytestmark = pytest.mark.aws


def run(*words: str) -> tuple[int, str]:
    out, status = StringIO(), 0
    try:
        call_command("doctor", *words, stdout=out)
    except SystemExit as left:
        status = int(left.code or 0)
    return status, out.getvalue()


def test_it_names_the_missing_permission_and_what_it_costs(world: World) -> None:
    with fault("kms", "ListKeys", lambda _: denied_json()):
        status, said = run("--account", world.payments)

    assert status == 3
    [told] = [line for line in said.splitlines() if "kms:ListKeys fails" in line]
    assert told.startswith(world.payments)
    assert "lacks the permission kms:ListKeys" in told
    assert told.endswith("Unknown stays: AWS::KMS::Key.")


def test_it_counts_what_was_not_tried_and_names_it_to_who_asks(world: World) -> None:
    _, said = run("--account", world.payments)
    assert "permissions were not tried: nothing is there for them" in said
    assert "secretsmanager:GetResourcePolicy" not in said

    _, said = run("--account", world.payments, "--verbosity", "2")
    assert "secretsmanager:GetResourcePolicy" in said


def test_a_shut_account_costs_everything(world: World) -> None:
    with fault("sts", "AssumeRole", lambda _: denied()):
        status, said = run("--account", world.payments)

    assert status == 1
    assert "sts:AssumeRole fails" in said
    assert "Create the role there" in said


def test_all_accounts_are_tried_and_nothing_is_stored(world: World) -> None:
    _, said = run()

    for account_id in (world.management, world.payments, world.shop):
        assert account_id in said
    assert not Account.objects.exists()
    assert not Crawl.objects.exists()


def test_an_organization_that_cannot_be_read_is_a_sentence(world: World) -> None:
    with (
        fault("organizations", "ListAccounts", lambda _: denied_json()),
        pytest.raises(CommandError, match="The organization cannot be read"),
    ):
        run()


@pytest.mark.parametrize(
    ("operation", "costs"),
    [
        ("ListBuckets", "AWS::S3::Bucket, AWS::S3::AccountPublicAccessBlock."),
        ("GetBucketPolicy", "AWS::S3::Bucket."),
    ],
)
def test_what_comes_after_the_first_thing_of_a_list_is_tried(
    world: World, operation: str, costs: str
) -> None:
    with fault("s3", operation, lambda _: denied_s3()):
        status, said = run("--account", world.payments)

    assert status == 3
    action = operation.replace("ListBuckets", "ListAllMyBuckets")
    [told] = [line for line in said.splitlines() if f"s3:{action} fails" in line]
    assert told.endswith(f"Unknown stays: {costs}")
    assert "all is well" not in said


def test_a_list_that_fails_late_hides_nothing_before_it(world: World) -> None:
    with (
        fault("s3", "ListBuckets", lambda _: denied_s3()),
        fault("s3-control", "GetPublicAccessBlock", lambda _: denied_s3()),
    ):
        _, said = run("--account", world.payments)

    assert "s3:ListAllMyBuckets fails" in said
    assert "s3:GetAccountPublicAccessBlock fails" in said


def test_what_one_account_tells_of_all_is_tried_in_it_alone(world: World) -> None:
    asked: list[str] = []

    def note(request: Any) -> None:
        asked.append(request.url)

    with fault("organizations", "DescribeResourcePolicy", note):
        run()

    assert len(asked) == 1


def test_a_named_account_knows_who_tells_of_all_by_the_last_crawl(world: World) -> None:
    wide = [each for each in all_collectors().values() if each.is_organization_wide]
    kinds = {kind for each in wide for kind in each.resource_types}
    _, said = run("--account", world.payments)
    assert "no crawl has read which one it is" in said
    assert not any(kind in said for kind in kinds)

    crawl({"services": ["kms"]})
    _, said = run("--account", world.payments)
    assert "no crawl has read" not in said


def test_it_names_the_region_that_was_tried_of_several(world: World) -> None:
    with override_settings(REGIONS=(REGION, "us-west-2")):
        _, said = run("--account", world.payments)

    assert f"{world.payments}: of its 2 regions only {REGION} was tried." in said
