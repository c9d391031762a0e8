from __future__ import annotations

import json

import pytest

from accessmap.demo import stand_ins
from accessmap.policy.kinds import PolicyKind
from tests.accessmap.aws_world import REGION, World
from tests.accessmap.collectors.seeing import see

pytestmark = pytest.mark.aws


def test_it_reads_the_entries_of_other_accounts_only(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.client("eks", world.payments).create_cluster(
        name="platform",
        roleArn=f"arn:aws:iam::{world.payments}:role/eks",
        resourcesVpcConfig={},
    )
    foreign = f"arn:aws:iam::{world.shop}:role/deploy"
    own = f"arn:aws:iam::{world.payments}:role/admin"
    told = {
        (world.payments, "platform"): {
            foreign: "AmazonEKSClusterAdminPolicy",
            own: "AmazonEKSViewPolicy",
        }
    }
    monkeypatch.setattr(stand_ins, "CLUSTERS", told)

    [seen] = see("eks", world.payments, REGION).sightings.values()

    [entry] = json.loads(seen.documents[PolicyKind.SHARE, ""])["accessEntries"]
    assert entry["principalArn"] == foreign
    assert entry["accessPolicies"][0]["policyArn"].endswith("ClusterAdminPolicy")
    assert seen.facts["entry_count"] == 2
