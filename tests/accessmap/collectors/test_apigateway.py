from __future__ import annotations

import pytest

from tests import cast
from tests.accessmap.aws_world import REGION, World, lets_in
from tests.accessmap.collectors.seeing import policies, see

pytestmark = pytest.mark.aws


def test_it_reads_policies_however_they_are_escaped(world: World) -> None:
    client = world.client("apigateway", world.payments)
    text = lets_in(cast.TANUKI, "execute-api:Invoke", "execute-api:/*")
    plain = client.create_rest_api(name="plain", policy=text, tags={"owner": cast.RIN})
    escaped = text.replace('"', '\\"').replace("/", "\\/")
    as_aws = client.create_rest_api(name="as-aws", policy=escaped)
    own = client.create_rest_api(name="own")

    reading = see("apigateway", world.payments, REGION)

    head = f"arn:aws:execute-api:{REGION}:{world.payments}:"
    assert policies(reading) == {
        head + plain["id"]: text,
        head + as_aws["id"]: text,
        head + own["id"]: "",
    }
    assert reading.sightings[head + plain["id"]].tags == {"owner": cast.RIN}
