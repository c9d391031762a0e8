from __future__ import annotations

import json
from typing import Any

import pytest

from tests import cast
from tests.accessmap.aws_world import REGION, World, answer, fault, lets_in
from tests.accessmap.collectors.seeing import policies, see
from tests.accessmap.collectors.tables import table

pytestmark = pytest.mark.aws
NEW = {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}


def said(**members: Any) -> Any:
    return answer(200, json.dumps(members), "application/x-amz-json-1.0")


def test_it_reads_the_policy_that_dynamodb_keeps_of_a_stream(world: World) -> None:
    made = table(world, "orders", StreamSpecification=NEW)
    text = lets_in(cast.TANUKI, "dynamodb:GetRecords")

    with fault("dynamodb", "GetResourcePolicy", lambda _: said(Policy=text)):
        reading = see("dynamodbstreams", world.payments, REGION)

    assert policies(reading) == {made["LatestStreamArn"]: text}


def test_it_turns_the_pages_that_botocore_does_not_turn(world: World) -> None:
    head = f"arn:aws:dynamodb:{REGION}:{world.payments}:table/orders/stream"
    listed = [
        {"StreamArn": f"{head}/{n}", "TableName": "orders", "StreamLabel": str(n)}
        for n in range(2)
    ]

    def page(request: Any) -> Any:
        if b"ExclusiveStartStreamArn" in request.body:
            return said(Streams=listed[1:])
        return said(Streams=listed[:1], LastEvaluatedStreamArn=f"{head}/0")

    with (
        fault("dynamodb-streams", "ListStreams", page),
        fault("dynamodb", "GetResourcePolicy", lambda _: said(Policy="{}")),
    ):
        assert len(see("dynamodbstreams", world.payments, REGION).sightings) == 2


def test_a_page_that_leads_back_to_itself_is_not_believed(world: World) -> None:
    again = f"arn:aws:dynamodb:{REGION}:{world.payments}:table/orders/stream/1"
    page = said(Streams=[], LastEvaluatedStreamArn=again)

    with fault("dynamodb-streams", "ListStreams", lambda _: page):
        reading = see("dynamodbstreams", world.payments, REGION)

    assert reading.failure is not None
    assert "read before" in reading.failure.reason
