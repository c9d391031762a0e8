from __future__ import annotations

import json
from typing import Any

import pytest

from accessmap.demo import stand_ins
from accessmap.policy.kinds import PolicyKind
from tests.accessmap.aws_world import REGION, World, answer, fault
from tests.accessmap.collectors.seeing import see

pytestmark = pytest.mark.aws


def cluster(world: World) -> str:
    """Make a cluster in payments-prod; return its ARN."""
    made = world.client("eks", world.payments).create_cluster(
        name="platform",
        roleArn=f"arn:aws:iam::{world.payments}:role/eks",
        resourcesVpcConfig={},
    )
    return str(made["cluster"]["arn"])


def test_it_reads_the_entries_of_other_accounts_only(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster(world)
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


def described(**config: str) -> Any:
    """Let AWS say how a cluster lets people in."""
    body = json.dumps({"cluster": {"name": "platform", "accessConfig": config}})
    made = lambda _request: answer(200, body, "application/json")  # noqa: E731
    return fault("eks", "DescribeCluster", made)


def test_who_gets_in_by_the_clusters_own_list_is_a_gap(world: World) -> None:
    """AWS refuses to be asked for entries that such a cluster cannot have."""
    arn = cluster(world)

    with (
        described(authenticationMode="CONFIG_MAP"),
        fault("eks", "ListAccessEntries", lambda _: pytest.fail("it was asked")),
    ):
        reading = see("eks", world.payments, REGION)

    assert reading.failure is None
    assert reading.sightings.keys() == {arn}
    [(place, missed)] = reading.gaps.items()
    assert place == f"{arn}/aws-auth"
    assert "aws-auth" in missed.failure.reason


@pytest.mark.parametrize("config", [{"authenticationMode": "API_AND_CONFIG_MAP"}, {}])
def test_entries_beside_that_list_are_read_and_it_is_a_gap(
    world: World, monkeypatch: pytest.MonkeyPatch, config: dict[str, str]
) -> None:
    arn = cluster(world)
    foreign = f"arn:aws:iam::{world.shop}:role/deploy"
    told = {(world.payments, "platform"): {foreign: "AmazonEKSViewPolicy"}}
    monkeypatch.setattr(stand_ins, "CLUSTERS", told)

    with described(**config):
        reading = see("eks", world.payments, REGION)

    assert foreign in reading.sightings[arn].documents[PolicyKind.SHARE, ""]
    assert reading.gaps.keys() == {f"{arn}/aws-auth"}


def test_a_cluster_of_entries_alone_has_no_gap(world: World) -> None:
    cluster(world)

    with described(authenticationMode="API"):
        assert see("eks", world.payments, REGION).gaps == {}
