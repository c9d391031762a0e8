from __future__ import annotations

import pytest

from tests import cast
from tests.accessmap.aws_world import REGION, World, answer, fault, lets_in
from tests.accessmap.collectors.seeing import policies, see

pytestmark = pytest.mark.aws


def test_it_reads_destinations_and_resource_policies(world: World) -> None:
    logs = world.client("logs", world.payments)
    text = lets_in(cast.SHOP, "logs:PutSubscriptionFilter")
    logs.put_destination(
        destinationName="central",
        targetArn=f"arn:aws:kinesis:{REGION}:{world.payments}:stream/logs",
        roleArn=f"arn:aws:iam::{world.payments}:role/vendor-readonly",
    )
    logs.put_destination_policy(destinationName="central", accessPolicy=text)
    logs.put_resource_policy(policyName="route53", policyDocument=text)

    reading = see("logs", world.payments, REGION)

    head = f"arn:aws:logs:{REGION}:{world.payments}"
    policy = f"{head}:resource-policy:route53"
    assert policies(reading) == {f"{head}:destination:central": text, policy: text}
    assert reading.sightings[policy].resource_type == "AWS::Logs::ResourcePolicy"


def test_it_reads_who_may_deliver_logs_to_an_account(world: World) -> None:
    logs = world.client("logs", world.payments)
    text = lets_in(cast.SHOP, "logs:CreateDelivery")
    arns = [
        logs.put_delivery_destination(
            name=name,
            deliveryDestinationConfiguration={
                "destinationResourceArn": "arn:aws:s3:::payments-logs"
            },
        )["deliveryDestination"]["arn"]
        for name in ("central", "own")
    ]
    logs.put_delivery_destination_policy(
        deliveryDestinationName="central", deliveryDestinationPolicy=text
    )

    reading = see("logs", world.payments, REGION)

    assert policies(reading) == dict(zip(arns, [text, ""], strict=True))
    kinds = {each.resource_type for each in reading.sightings.values()}
    assert kinds == {"AWS::Logs::DeliveryDestination"}


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, '{"policy": {}}'),
        (400, '{"__type": "ResourceNotFoundException", "message": "none"}'),
    ],
)
def test_a_destination_without_a_policy_lets_nobody_else_deliver(
    world: World, status: int, body: str
) -> None:
    world.client("logs", world.payments).put_delivery_destination(
        name="own",
        deliveryDestinationConfiguration={
            "destinationResourceArn": "arn:aws:s3:::payments-logs"
        },
    )
    made = lambda _request: answer(status, body, "application/x-amz-json-1.1")  # noqa: E731

    with fault("logs", "GetDeliveryDestinationPolicy", made):
        assert list(policies(see("logs", world.payments, REGION)).values()) == [""]
