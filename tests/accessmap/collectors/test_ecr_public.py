from __future__ import annotations

import pytest

from tests import cast
from tests.accessmap.aws_world import REGION, World, lets_in
from tests.accessmap.collectors.seeing import policies, see
from tests.accessmap.standing import standing

pytestmark = pytest.mark.aws


def test_everyone_may_pull_and_a_policy_says_who_may_push(world: World) -> None:
    head = f"arn:aws:ecr-public::{world.payments}:repository"
    text = lets_in(cast.KUMO, "ecr-public:PutImage")

    with standing({f"{head}/tools": text, f"{head}/own": ""}):
        reading = see("ecr_public", world.payments)

    assert policies(reading) == {f"{head}/tools": text, f"{head}/own": ""}
    for seen in reading.sightings.values():
        assert '{"pull":["all"]}' in seen.documents.values()
    assert REGION not in str(reading.sightings)
