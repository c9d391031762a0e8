from __future__ import annotations

import pytest

from tests import cast
from tests.accessmap.aws_world import REGION, World, lets_in
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
