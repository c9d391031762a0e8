from __future__ import annotations

import json

import pytest

from accessmap.policy.kinds import PolicyKind
from tests import cast
from tests.accessmap.aws_world import REGION, World
from tests.accessmap.collectors.seeing import see

pytestmark = pytest.mark.aws


def test_it_sees_whom_a_portfolio_is_shared_with(world: World) -> None:
    catalog = world.client("servicecatalog", world.payments)
    made = {
        name: catalog.create_portfolio(DisplayName=name, ProviderName="platform")[
            "PortfolioDetail"
        ]
        for name in ("approved", "drafts")
    }
    catalog.create_portfolio_share(
        PortfolioId=made["approved"]["Id"], AccountId=cast.KUMO
    )

    seen = see("servicecatalog", world.payments, REGION).sightings

    shared = seen[made["approved"]["ARN"]]
    assert shared.name == "approved"
    listed = json.loads(shared.documents[PolicyKind.SHARE, ""])
    assert [each["PrincipalId"] for each in listed["PortfolioShareDetails"]] == [
        cast.KUMO
    ]
    assert seen[made["drafts"]["ARN"]].documents == {}
