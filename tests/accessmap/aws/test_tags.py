from __future__ import annotations

from typing import Any

import pytest

from accessmap.models import Crawl, Gap, Resource
from tests.accessmap.aws_world import World, denied_json, fault, world
from tests.accessmap.crawl.crawling import crawl
from tests.accessmap.management.commands.test_doctor import run

__all__ = ["world"]
pytestmark = pytest.mark.aws
TAGGING = "resource-groups-tagging-api"
ONLY_S3 = {"services": ["s3"]}
NAME = "payments-reports"


def label(world: World, **tags: str) -> None:
    pairs: Any = [{"Key": key, "Value": value} for key, value in tags.items()]
    s3 = world.client("s3", world.payments)
    s3.put_bucket_tagging(Bucket=NAME, Tagging={"TagSet": pairs})


def tags() -> dict[str, str]:
    found: dict[str, str] = Resource.objects.get(name=NAME).tags
    return found


def test_tags_that_are_refused_are_a_gap_and_the_buckets_are_read(world: World) -> None:
    label(world, owner="rin")
    crawl(ONLY_S3)
    assert tags() == {"owner": "rin"}
    world.client("s3", world.payments).create_bucket(
        Bucket="payments-new",
        CreateBucketConfiguration={"LocationConstraint": "ap-northeast-1"},
    )

    with fault(TAGGING, "GetResources", lambda _: denied_json()):
        second = crawl(ONLY_S3)

    assert tags() == {"owner": "rin"}
    assert Resource.objects.filter(name="payments-new", tags={}).exists()
    gap = Gap.objects.get(coverage__crawl=second, coverage__account_id=world.payments)
    assert gap.arn == f"arn:aws:tag::{world.payments}:s3"  # moto names no region
    assert "tag:GetResources" in gap.reason
    assert second.state == Crawl.State.PARTIAL


def test_what_was_kept_while_tags_were_refused_is_no_word_about_them(
    world: World,
) -> None:
    label(world, owner="rin")
    crawl(ONLY_S3)
    with fault(TAGGING, "GetResources", lambda _: denied_json()):
        crawl(ONLY_S3)
    world.client("s3", world.payments).delete_bucket_tagging(Bucket=NAME)

    crawl(ONLY_S3)

    assert tags() == {}


def test_doctor_tells_that_tags_are_refused(world: World) -> None:
    with fault(TAGGING, "GetResources", lambda _: denied_json()):
        status, said = run("--account", world.payments)

    assert status == 3
    assert "tag:GetResources fails" in said
