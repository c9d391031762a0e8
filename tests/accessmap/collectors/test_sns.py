from __future__ import annotations

import pytest

from tests import cast
from tests.accessmap.aws_world import REGION, World, lets_in
from tests.accessmap.collectors.seeing import policies, see

pytestmark = pytest.mark.aws


def test_it_reads_policies_and_tags(world: World) -> None:
    sns = world.client("sns", world.payments)
    text = lets_in(cast.TANUKI, "sns:Subscribe").replace(": ", ":").replace(", ", ",")
    ours = sns.create_topic(Name="own")["TopicArn"]
    lent = sns.create_topic(
        Name="alarms",
        Attributes={"Policy": text},
        Tags=[{"Key": "owner", "Value": cast.RIN}],
    )["TopicArn"]

    reading = see("sns", world.payments, REGION)

    found = policies(reading)
    assert found[lent] == text
    assert "__default_statement_ID" in found[ours]
    assert reading.sightings[lent].tags == {"owner": cast.RIN}
    assert reading.sightings[lent].name == "alarms"
