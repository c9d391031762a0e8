from __future__ import annotations

import json

import pytest

from accessmap.aws.assume import enter
from accessmap.policy.kinds import PolicyKind
from tests import cast
from tests.accessmap.aws_world import REGION, World
from tests.accessmap.collectors.seeing import see

pytestmark = pytest.mark.aws


def test_it_reads_policy_and_kms_grants(world: World) -> None:
    [seen] = see("kms", world.payments, REGION).sightings.values()

    assert seen.name == "ledger"
    assert "Statement" in seen.documents[PolicyKind.RESOURCE, ""]
    [grant] = json.loads(seen.documents[PolicyKind.KMS_GRANTS, ""])
    assert grant["GranteePrincipal"] == f"arn:aws:iam::{cast.KUMO}:root"


def test_an_account_without_keys_costs_one_call(world: World) -> None:
    enter(world.shop)
    reading = see("kms", world.shop, REGION)

    assert reading.failure is None
    assert reading.sightings == {}
    assert reading.watch.call_count == 1


def test_the_same_grants_make_the_same_text(world: World) -> None:
    [first] = see("kms", world.payments, REGION).sightings.values()
    [second] = see("kms", world.payments, REGION).sightings.values()

    assert first.documents == second.documents
