from __future__ import annotations

import pytest

from tests import cast
from tests.accessmap.aws_world import REGION, World, lets_in
from tests.accessmap.collectors.seeing import policies, see
from tests.accessmap.standing import standing

pytestmark = pytest.mark.aws


def test_it_reads_policies(world: World) -> None:
    backup = world.client("backup", world.payments)
    lent, own = (
        backup.create_backup_vault(BackupVaultName=name)["BackupVaultArn"]
        for name in ("nightly", "own")
    )
    text = lets_in(cast.KUMO, "backup:CopyIntoBackupVault")

    with standing({lent: text}):
        reading = see("backup", world.payments, REGION)

    assert policies(reading) == {lent: text, own: ""}
