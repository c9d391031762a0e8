from __future__ import annotations

import pytest

from tests import cast
from tests.accessmap.aws_world import REGION, World
from tests.accessmap.collectors.seeing import see
from tests.accessmap.standing import standing

pytestmark = pytest.mark.aws


def test_it_tells_whose_certificates_open_roles(world: World) -> None:
    home = f"arn:aws:rolesanywhere:{REGION}:{world.payments}"
    theirs = f"arn:aws:acm-pca:{REGION}:{cast.KUMO}:certificate-authority/c-1"

    with standing({f"{home}:trust-anchor/a-1": theirs}):
        [seen] = see("rolesanywhere", world.payments, REGION).sightings.values()

    assert seen.facts["certificate_authority"] == theirs
    assert seen.facts["is_enabled"] is True
