"""Regions where nothing was: asked for changes, read on a rota, never called empty."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone

from accessmap.aws.errors import Failure
from accessmap.crawl.lease import QUIET
from accessmap.crawl.plan import cover_scope
from accessmap.graph.gaps import holes
from accessmap.models import Coverage, Crawl, Grant, Outcome, Resource, Scope
from accessmap.models.coverage import QUIET_REGION
from tests import cast
from tests.accessmap.aws_world import REGION, World, answer, denied_json, fault, lets_in
from tests.accessmap.crawl.crawling import crawl, nothing_ended

pytestmark = pytest.mark.aws
QUIET_ONE = "eu-west-1"
NEVER_DUE = 10_000  # a rota so long that no place is read by it


@pytest.fixture
def regions(world: World) -> Iterator[World]:
    """A queue of shop-prod in Tokyo that a vendor may write to; Ireland is empty."""
    world.client("sqs", world.shop).create_queue(
        QueueName="orders",
        Attributes={"Policy": lets_in(cast.TANUKI, "sqs:SendMessage")},
    )
    none = answer(200, '{"analyzers": []}', "application/json")  # moto has no such list
    with (
        fault("accessanalyzer", "ListAnalyzers", lambda _: none),
        override_settings(REGIONS=(REGION, QUIET_ONE), QUIET_EVERY=NEVER_DUE),
    ):
        yield world


def read_shop(world: World) -> Crawl:
    return crawl({"accounts": [world.shop]})


def outcomes(done: Crawl, region: str) -> set[tuple[str, str]]:
    """How a region was read, but for what the event history itself tells."""
    rows = Coverage.objects.filter(crawl=done, region=region)
    told = ("event_history", "policy_writers")
    return set(rows.exclude(collector__in=told).values_list("outcome", "code"))


READ = {(Outcome.COMPLETE.value, "")}
LEFT_OUT = {(Outcome.NOT_ATTEMPTED.value, QUIET_REGION)}


def writes(request: Any) -> Any:
    """Tell of one change, to whoever asks for changes."""
    if b"ReadOnly" not in request.body:
        return None
    event = {
        "EventName": "CreateQueue",
        "EventSource": "sqs.amazonaws.com",
        "EventTime": timezone.now().timestamp(),
        "CloudTrailEvent": "{}",
    }
    return answer(200, json.dumps({"Events": [event]}), "application/x-amz-json-1.1")


def refuses(request: Any) -> Any:
    """Deny whoever asks for changes."""
    return denied_json() if b"ReadOnly" in request.body else None


def test_an_empty_region_is_asked_one_question_and_its_history(regions: World) -> None:
    first, second = read_shop(regions), read_shop(regions)

    assert outcomes(first, QUIET_ONE) == READ
    assert outcomes(second, QUIET_ONE) == LEFT_OUT
    assert outcomes(second, REGION) == READ
    assert (first.state, second.state) == ("complete", "partial")
    asked = second.scopes.filter(region=QUIET_ONE)
    assert set(asked.values_list("collector", flat=True)) == {QUIET, "event_history"}
    before, after = (
        sum(each.scopes.filter(region=QUIET_ONE).values_list("call_count", flat=True))
        for each in (first, second)
    )
    assert (before > 55, after) == (True, 1 + 4)
    assert nothing_ended()


@pytest.mark.deep
def test_every_region_is_read_in_every_crawl_unless_somebody_asks_for_less(
    regions: World,
) -> None:
    with override_settings(QUIET_EVERY=1):
        read_shop(regions)
        assert outcomes(read_shop(regions), QUIET_ONE) == READ


def test_where_something_was_written_everything_is_read(regions: World) -> None:
    read_shop(regions)
    regions.client("sqs", regions.shop, QUIET_ONE).create_queue(
        QueueName="new",
        Attributes={"Policy": lets_in(cast.TANUKI, "sqs:SendMessage")},
    )

    with fault("cloudtrail", "LookupEvents", writes):
        done = read_shop(regions)

    assert outcomes(done, QUIET_ONE) == READ
    assert Grant.objects.current().filter(resource__region=QUIET_ONE).exists()
    # What stands there now keeps the region in use.
    assert outcomes(read_shop(regions), QUIET_ONE) == READ


@pytest.mark.deep
def test_who_may_not_ask_reads(regions: World) -> None:
    read_shop(regions)
    with fault("cloudtrail", "LookupEvents", refuses):
        assert outcomes(read_shop(regions), QUIET_ONE) == READ


@pytest.mark.deep
def test_a_default_that_somebody_gave_a_policy_keeps_its_region_in_use(
    regions: World,
) -> None:
    regions.client("events", regions.shop, QUIET_ONE).put_permission(
        StatementId="lent", Principal=cast.TANUKI, Action="events:PutEvents"
    )
    read_shop(regions)
    assert outcomes(read_shop(regions), QUIET_ONE) == READ


@pytest.mark.deep
def test_a_region_that_was_not_read_whole_is_read(regions: World) -> None:
    with fault("sqs", "ListQueues", lambda _: denied_json()):
        read_shop(regions)
    assert outcomes(read_shop(regions), QUIET_ONE) == READ


@pytest.mark.deep
def test_who_names_regions_or_services_wants_them_read(regions: World) -> None:
    read_shop(regions)
    named = crawl({"accounts": [regions.shop], "regions": [QUIET_ONE]})
    assert outcomes(named, QUIET_ONE) == READ


def test_each_region_is_read_at_least_in_every_third_crawl(regions: World) -> None:
    def is_read() -> bool:
        with override_settings(QUIET_EVERY=3):
            return outcomes(read_shop(regions), QUIET_ONE) == READ

    history = [is_read() for _ in range(5)]

    assert history[0]
    assert not all(history)
    for start in range(len(history) - 2):
        assert any(history[start : start + 3]), history


def test_what_was_left_out_is_unknown_and_says_why(regions: World) -> None:
    read_shop(regions)
    # AWS tells of a change some minutes late; until then it is unknown, never absent.
    regions.client("sqs", regions.shop, QUIET_ONE).create_queue(QueueName="new")

    done = read_shop(regions)

    [hole] = holes(Coverage.objects.filter(crawl=done))
    assert hole.regions == {QUIET_ONE}
    assert hole.sentence.startswith("Nothing was there when we read it last")
    assert "ACCESSMAP_QUIET_EVERY=1 reads it in each" in hole.detail
    assert not Resource.objects.filter(name="new").exists()


@pytest.mark.deep
def test_a_question_that_died_three_times_leaves_its_region_unread(
    regions: World,
) -> None:
    done = read_shop(regions)
    scope = Scope(
        crawl=Crawl.objects.create(),
        account_id=regions.shop,
        region=QUIET_ONE,
        collector=QUIET,
    )

    cover_scope(scope, Failure("failed", "The worker died.", code="Quarantined"))

    assert outcomes(scope.crawl, QUIET_ONE) == {("failed", "Quarantined")}
    told = scope.crawl.coverage.values_list("collector", flat=True)
    assert {*told, "event_history"} == set(
        done.coverage.filter(region=QUIET_ONE).values_list("collector", flat=True)
    )
