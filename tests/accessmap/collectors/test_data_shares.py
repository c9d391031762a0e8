from __future__ import annotations

import json

import pytest

from accessmap.demo import stand_ins
from accessmap.policy.kinds import PolicyKind
from tests import cast
from tests.accessmap.aws_world import REGION, World
from tests.accessmap.collectors.seeing import see

pytestmark = pytest.mark.aws


def test_it_sees_who_consumes_a_share(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {world.payments: {"sales_live": {cast.HAYABUSA: "AUTHORIZED"}, "drafts": {}}}
    monkeypatch.setattr(stand_ins, "DATA_SHARES", told)

    seen = {
        each.name: each
        for each in see("data_shares", world.payments, REGION).sightings.values()
    }

    listed = json.loads(seen["sales_live"].documents[PolicyKind.SHARE, ""])
    assert listed == {
        "DataShareAssociations": [
            {"ConsumerIdentifier": cast.HAYABUSA, "Status": "AUTHORIZED"}
        ]
    }
    assert seen["drafts"].documents == {}
