from __future__ import annotations

import json

import pytest
from moto.backends import get_backend

from accessmap.policy.kinds import PolicyKind
from tests import cast
from tests.accessmap.aws_world import REGION, World
from tests.accessmap.collectors.seeing import see

pytestmark = pytest.mark.aws


def test_the_list_tells_who_may_restore(world: World) -> None:
    redshift = world.client("redshift", world.payments)
    redshift.create_cluster(
        ClusterIdentifier="sales",
        NodeType="ra3.large",
        MasterUsername="kitsune",
        MasterUserPassword="N0t-a-real-one",
    )
    for name in ("sales-2025", "own"):
        redshift.create_cluster_snapshot(
            SnapshotIdentifier=name, ClusterIdentifier="sales"
        )
    # moto cannot share a snapshot, and tells of it where it is shared.
    kept = get_backend("redshift")[world.payments][REGION].snapshots["sales-2025"]
    kept.accounts_with_restore_access = [{"AccountId": cast.KAPPA}]

    reading = see("redshift", world.payments, REGION)

    seen = {each.name: each for each in reading.sightings.values()}
    listed = json.loads(seen["sales-2025"].documents[PolicyKind.SHARE, ""])
    assert listed == {"AccountsWithRestoreAccess": [{"AccountId": cast.KAPPA}]}
    assert seen["sales-2025"].arn.endswith(":snapshot:sales/sales-2025")
    assert seen["own"].documents == {}
