from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.test import override_settings

from accessmap.graph.gaps import holes
from accessmap.models import Crawl
from accessmap.models.coverage import SWITCHED_OFF
from tests.accessmap.aws_world import REGION, World, answer, fault
from tests.accessmap.crawl.crawling import crawl, nothing_ended

pytestmark = pytest.mark.aws
ELSEWHERE = "us-west-2"
ONLY = {"services": ["kms", "ecr", "sqs"]}


@contextmanager
def enabled(*regions: str) -> Iterator[None]:
    listed = [{"RegionName": each, "RegionOptStatus": "ENABLED"} for each in regions]
    said = answer(200, json.dumps({"Regions": listed}), "application/json")
    with (
        override_settings(REGIONS=()),
        fault("account", "ListRegions", lambda _: said),
    ):
        yield


def test_a_region_that_was_switched_off_is_not_read_completely(world: World) -> None:
    """It keeps what is in it, and AWS lets nobody look."""
    world.client("sqs", world.payments, ELSEWHERE).create_queue(QueueName="orders")
    with enabled(REGION, ELSEWHERE):
        crawl(ONLY)
    with enabled(REGION):
        second = crawl(ONLY)

    shut = second.coverage.filter(account_id=world.payments, region=ELSEWHERE)
    assert {(row.collector, row.outcome, row.code) for row in shut} == {
        ("sqs", "failed", SWITCHED_OFF)
    }
    assert second.state == Crawl.State.PARTIAL
    assert nothing_ended()
    [hole] = holes(second.coverage.all())
    assert "switched off" in hole.sentence
    assert not hole.is_wait


def test_what_aws_puts_into_every_region_is_nothing_that_stands(world: World) -> None:
    with enabled(REGION, ELSEWHERE):
        crawl(ONLY)
    with enabled(REGION):
        second = crawl(ONLY)

    assert not second.coverage.filter(region=ELSEWHERE).exists()
    assert second.state == Crawl.State.COMPLETE


def test_a_region_that_is_off_and_was_asked_for_tells_both_apart(world: World) -> None:
    world.client("sqs", world.payments, ELSEWHERE).create_queue(QueueName="orders")
    with enabled(REGION, ELSEWHERE):
        crawl(ONLY)
    with enabled(REGION):
        second = crawl({**ONLY, "regions": [REGION, ELSEWHERE]})

    there = second.coverage.filter(account_id=world.payments, region=ELSEWHERE)
    assert {row.collector: row.outcome for row in there} == {
        "ecr": "region-off",
        "kms": "region-off",
        "sqs": "failed",
    }


def test_a_service_refused_in_a_region_that_is_listed_is_no_region_off(
    world: World,
) -> None:
    def shut(_request: object) -> object:
        body = json.dumps({"__type": "OptInRequired", "message": "subscribe"})
        return answer(400, body, "application/x-amz-json-1.1")

    with enabled(REGION), fault("kms", "ListKeys", shut):
        done = crawl({"services": ["kms"]})

    assert set(done.coverage.filter(collector="kms").values_list("outcome")) == {
        ("failed",)
    }
