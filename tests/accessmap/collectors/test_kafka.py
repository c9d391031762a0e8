from __future__ import annotations

import pytest

from tests import cast
from tests.accessmap.aws_world import REGION, World, lets_in
from tests.accessmap.collectors.seeing import policies, see

pytestmark = pytest.mark.aws


def test_it_reads_policies_and_tags(world: World) -> None:
    kafka = world.client("kafka", world.payments)
    arn = kafka.create_cluster_v2(
        ClusterName="events",
        Tags={"owner": cast.RIN},
        Serverless={"VpcConfigs": [{"SubnetIds": ["subnet-1"]}]},
    )["ClusterArn"]
    text = lets_in(cast.SHOP, "kafka:CreateVpcConnection", arn)
    kafka.put_cluster_policy(ClusterArn=arn, Policy=text)

    reading = see("kafka", world.payments, REGION)
    assert policies(reading) == {arn: text}
    assert reading.sightings[arn].tags == {"owner": cast.RIN}
