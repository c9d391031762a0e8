from __future__ import annotations

import pytest

from tests import cast
from tests.accessmap.aws_world import REGION, World, lets_in
from tests.accessmap.collectors.seeing import policies, see
from tests.accessmap.standing import standing

pytestmark = pytest.mark.aws


def test_it_reads_policies(world: World) -> None:
    head = f"arn:aws:schemas:{REGION}:{world.payments}:registry"
    text = lets_in(cast.TANUKI, "schemas:DescribeSchema")

    with standing({f"{head}/orders": text, f"{head}/own": ""}):
        reading = see("schemas", world.payments, REGION)

    assert policies(reading) == {f"{head}/orders": text, f"{head}/own": ""}
