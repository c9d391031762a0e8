from __future__ import annotations

import json
from typing import Any

import pytest

from accessmap.aws.assume import enter
from accessmap.policy.kinds import PolicyKind
from tests import cast
from tests.accessmap.aws_world import REGION, World
from tests.accessmap.collectors.seeing import see

pytestmark = pytest.mark.aws
AWAY = f"arn:aws:events:{REGION}:{cast.TANUKI}:event-bus/orders"


def rule(events: Any, name: str, *targets: str, state: str = "ENABLED") -> None:
    events.put_rule(
        Name=name, EventPattern=json.dumps({"source": ["shop"]}), State=state
    )
    events.put_targets(
        Rule=name,
        Targets=[{"Id": str(at), "Arn": each} for at, each in enumerate(targets)],
    )


def test_it_reads_which_rules_lead_to_other_accounts(world: World) -> None:
    events = world.client("events", world.payments)
    own = f"arn:aws:sqs:{REGION}:{world.payments}:orders"
    rule(events, "to-the-vendor", own, AWAY)
    rule(events, "stays-here", own)
    rule(events, "is-off", AWAY, state="DISABLED")
    enter(world.payments)

    reading = see("event_rules", world.payments, REGION)

    assert (reading.failure, reading.gaps) == (None, {})
    [seen] = reading.sightings.values()
    assert seen.arn == f"arn:aws:events:{REGION}:{world.payments}:rule/to-the-vendor"
    text = seen.documents[PolicyKind.SHARE, ""]
    assert json.loads(text) == {"Targets": [{"Arn": AWAY}]}
    assert reading.watch.call_count == 4  # buses, rules, two rules that are on


def test_a_region_without_rules_costs_two_calls(world: World) -> None:
    enter(world.payments)
    assert see("event_rules", world.payments, REGION).watch.call_count == 2
