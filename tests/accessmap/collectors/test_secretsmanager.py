from __future__ import annotations

import pytest

from tests import cast
from tests.accessmap.aws_world import REGION, World, lets_in
from tests.accessmap.collectors.seeing import policies, see

pytestmark = pytest.mark.aws


def test_it_reads_policies_and_never_values(world: World) -> None:
    secrets = world.client("secretsmanager", world.payments)
    text = lets_in(cast.KAPPA, "secretsmanager:GetSecretValue")
    lent = secrets.create_secret(
        Name="ledger/password",
        SecretString="hunter2-canary",
        Tags=[{"Key": "owner", "Value": cast.RIN}],
    )["ARN"]
    own = secrets.create_secret(Name="own", SecretString="hunter3-canary")["ARN"]
    secrets.put_resource_policy(SecretId=lent, ResourcePolicy=text)

    reading = see("secretsmanager", world.payments, REGION)

    assert policies(reading) == {lent: text, own: ""}
    assert reading.sightings[lent].name == "ledger/password"
    assert reading.sightings[lent].tags == {"owner": cast.RIN}
    assert "canary" not in str(reading)
