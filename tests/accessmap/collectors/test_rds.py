from __future__ import annotations

import json
from typing import Any

import pytest

from accessmap.policy.kinds import PolicyKind
from tests import cast
from tests.accessmap.aws_world import REGION, World
from tests.accessmap.collectors.seeing import see

pytestmark = pytest.mark.aws
MADE: dict[str, Any] = {
    "MasterUsername": "kitsune",
    "MasterUserPassword": "not-a-real-one",
}


def test_it_sees_who_may_restore_a_database(world: World) -> None:
    rds = world.client("rds", world.payments)
    rds.create_db_instance(
        DBInstanceIdentifier="ledger",
        DBInstanceClass="db.r8g.large",
        Engine="postgres",
        AllocatedStorage=10,
        **MADE,
    )
    for name in ("nightly", "own"):
        rds.create_db_snapshot(DBSnapshotIdentifier=name, DBInstanceIdentifier="ledger")
    rds.modify_db_snapshot_attribute(
        DBSnapshotIdentifier="nightly",
        AttributeName="restore",
        ValuesToAdd=[cast.KUMO, "all"],
    )

    reading = see("rds", world.payments, REGION)

    seen = {each.name: each for each in reading.sightings.values()}

    listed = json.loads(seen["nightly"].documents[PolicyKind.SHARE, ""])
    assert listed == {"restore": [cast.KUMO, "all"]}
    assert seen["nightly"].resource_type == "AWS::RDS::DBSnapshot"
    assert seen["own"].documents == {}


def test_it_sees_who_may_restore_a_cluster(world: World) -> None:
    rds = world.client("rds", world.payments)
    rds.create_db_cluster(
        DBClusterIdentifier="catalog", Engine="aurora-postgresql", **MADE
    )
    rds.create_db_cluster_snapshot(
        DBClusterSnapshotIdentifier="handover", DBClusterIdentifier="catalog"
    )
    rds.modify_db_cluster_snapshot_attribute(
        DBClusterSnapshotIdentifier="handover",
        AttributeName="restore",
        ValuesToAdd=[world.shop],
    )

    [seen] = see("rds", world.payments, REGION).sightings.values()

    assert seen.resource_type == "AWS::RDS::DBClusterSnapshot"
    listed = json.loads(seen.documents[PolicyKind.SHARE, ""])
    assert listed == {"restore": [world.shop]}
