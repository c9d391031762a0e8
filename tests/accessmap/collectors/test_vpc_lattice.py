from __future__ import annotations

import pytest

from accessmap.policy.kinds import PolicyKind
from tests import cast
from tests.accessmap.aws_world import REGION, World, lets_in
from tests.accessmap.collectors.seeing import policies, see

pytestmark = pytest.mark.aws


def test_it_reads_who_may_call_and_with_whom_it_is_shared(world: World) -> None:
    lattice = world.client("vpc-lattice", world.payments)
    called = lattice.create_service(name="ledger", authType="AWS_IAM")["arn"]
    network = lattice.create_service_network(name="mesh", authType="AWS_IAM")["arn"]
    auth = lets_in(cast.TANUKI, "vpc-lattice-svcs:Invoke")
    shared = lets_in(cast.SHOP, "vpc-lattice:CreateServiceNetworkVpcAssociation")
    lattice.put_auth_policy(resourceIdentifier=called, policy=auth)
    lattice.put_resource_policy(resourceArn=network, policy=shared)

    reading = see("vpc_lattice", world.payments, REGION)

    assert policies(reading) == {called: "", network: shared}
    assert reading.sightings[called].documents == {(PolicyKind.RESOURCE, "auth"): auth}
    kind = reading.sightings[network].resource_type
    assert kind == "AWS::VpcLattice::ServiceNetwork"
