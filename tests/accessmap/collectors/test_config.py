from __future__ import annotations

import json

import pytest

from accessmap.policy.kinds import PolicyKind
from tests import cast
from tests.accessmap.aws_world import REGION, World
from tests.accessmap.collectors.seeing import see

pytestmark = pytest.mark.aws


def test_it_sees_who_may_gather_what_is_recorded(world: World) -> None:
    world.client("config", world.payments).put_aggregation_authorization(
        AuthorizedAccountId=cast.KAPPA, AuthorizedAwsRegion=REGION
    )

    [seen] = see("config", world.payments, REGION).sightings.values()

    assert seen.arn.endswith(f"aggregation-authorization/{cast.KAPPA}/{REGION}")
    assert json.loads(seen.documents[PolicyKind.SHARE, ""]) == {
        "AuthorizedAccountId": cast.KAPPA,
        "AuthorizedAwsRegion": REGION,
    }
