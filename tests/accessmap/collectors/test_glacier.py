from __future__ import annotations

import pytest

from tests import cast
from tests.accessmap.aws_world import REGION, World, lets_in
from tests.accessmap.collectors.seeing import policies, see
from tests.accessmap.standing import standing

pytestmark = pytest.mark.aws


def test_it_reads_policies(world: World) -> None:
    world.client("glacier", world.payments).create_vault(vaultName="tapes")
    arn = f"arn:aws:glacier:{REGION}:{world.payments}:vaults/tapes"
    text = lets_in(cast.KUMO, "glacier:UploadArchive")

    with standing({arn: text}):
        assert policies(see("glacier", world.payments, REGION)) == {arn: text}
    with standing():
        assert policies(see("glacier", world.payments, REGION)) == {arn: ""}
