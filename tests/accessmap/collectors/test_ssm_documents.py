from __future__ import annotations

import json

import pytest

from accessmap.policy.kinds import PolicyKind
from tests import cast
from tests.accessmap.aws_world import REGION, World
from tests.accessmap.collectors.seeing import see

pytestmark = pytest.mark.aws
STEPS = {
    "schemaVersion": "2.2",
    "mainSteps": [
        {"action": "aws:runShellScript", "name": "x", "inputs": {"runCommand": ["ls"]}}
    ],
}


def test_it_reads_whom_documents_are_shared_with(world: World) -> None:
    ssm = world.client("ssm", world.payments)
    for name in ("patch-shops", "own-steps"):
        ssm.create_document(
            Name=name, Content=json.dumps(STEPS), DocumentType="Command"
        )
    ssm.modify_document_permission(
        Name="patch-shops",
        PermissionType="Share",
        AccountIdsToAdd=[cast.SHOP, cast.KUMO],
    )

    seen = see("ssm_documents", world.payments, REGION).sightings

    head = f"arn:aws:ssm:{REGION}:{world.payments}:document"
    text = seen[f"{head}/patch-shops"].documents[PolicyKind.SHARE, ""]
    assert json.loads(text) == {"AccountIds": sorted([cast.SHOP, cast.KUMO])}
    assert seen[f"{head}/own-steps"].documents == {}
