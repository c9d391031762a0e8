from __future__ import annotations

import pytest

from tests import cast
from tests.accessmap.aws_world import REGION, World
from tests.accessmap.collectors.seeing import policies, see

pytestmark = pytest.mark.aws


def test_every_version_is_lent_on_its_own(world: World) -> None:
    client = world.client("lambda", world.payments)
    first, second = (
        client.publish_layer_version(LayerName="tools", Content={"ZipFile": b"x"})
        for _ in range(2)
    )
    client.add_layer_version_permission(
        LayerName="tools",
        VersionNumber=2,
        StatementId="lent",
        Action="lambda:GetLayerVersion",
        Principal=cast.TANUKI,
    )

    found = policies(see("lambda_layers", world.payments, REGION))

    assert found[first["LayerVersionArn"]] == ""
    assert cast.TANUKI in found[second["LayerVersionArn"]]


def test_an_account_without_layers_costs_one_call(world: World) -> None:
    see("lambda_layers", world.shop, REGION)
    assert see("lambda_layers", world.shop, REGION).watch.call_count == 1
