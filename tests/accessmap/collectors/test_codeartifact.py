from __future__ import annotations

import pytest

from tests import cast
from tests.accessmap.aws_world import REGION, World, lets_in
from tests.accessmap.collectors.seeing import policies, see
from tests.accessmap.standing import standing

pytestmark = pytest.mark.aws


def test_it_reads_domains_and_repositories(world: World) -> None:
    head = f"arn:aws:codeartifact:{REGION}:{world.payments}"
    domain, repository = f"{head}:domain/kitsune", f"{head}:repository/kitsune/npm"
    text = lets_in(cast.SHOP, "codeartifact:ReadFromRepository")

    with standing({domain: "", repository: text}):
        reading = see("codeartifact", world.payments, REGION)

    assert policies(reading) == {domain: "", repository: text}
    assert reading.sightings[repository].name == "kitsune/npm"
