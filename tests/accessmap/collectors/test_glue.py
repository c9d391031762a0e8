from __future__ import annotations

import pytest

from tests import cast
from tests.accessmap.aws_world import REGION, World, lets_in
from tests.accessmap.collectors.seeing import see
from tests.accessmap.standing import standing

pytestmark = pytest.mark.aws


def test_it_keeps_every_policy_of_the_catalog(world: World) -> None:
    catalog = f"arn:aws:glue:{REGION}:{world.payments}:catalog"
    own = lets_in(cast.TANUKI, "glue:GetTable", f"{catalog}/*")
    by_ram = lets_in(cast.SHOP, "glue:GetDatabase")

    with standing({catalog: own, f"{catalog}#ram": by_ram}):
        [seen] = see("glue", world.payments, REGION).sightings.values()

    assert seen.arn == catalog
    assert sorted(seen.documents.values()) == sorted([own, by_ram])


def test_a_catalog_without_policy_is_not_seen(world: World) -> None:
    with standing():
        reading = see("glue", world.payments, REGION)

    assert reading.failure is None
    assert reading.sightings == {}
