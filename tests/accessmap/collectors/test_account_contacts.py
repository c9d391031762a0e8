from __future__ import annotations

import pytest

from accessmap.aws.assume import enter
from tests.accessmap.aws_world import World
from tests.accessmap.collectors.seeing import see

pytestmark = pytest.mark.aws
PHONE = "+81 3 0000 0000"


def test_it_keeps_name_and_address_and_nothing_else(world: World) -> None:
    world.client("account", world.payments).put_alternate_contact(
        AlternateContactType="OPERATIONS",
        EmailAddress="oncall@kitsune.example",
        Name="Payments on call",
        PhoneNumber=PHONE,
        Title="Engineer",
    )

    reading = see("account_contacts", world.payments)

    assert reading.failure is None, reading.failure
    [seen] = reading.sightings.values()
    home = f"arn:aws:account::{world.payments}:alternateContact"
    assert (seen.arn, seen.name) == (f"{home}/OPERATIONS", "Payments on call")
    assert seen.facts == {"kind": "OPERATIONS", "email": "oncall@kitsune.example"}
    assert PHONE not in repr(seen)


def test_an_account_that_names_nobody_was_read(world: World) -> None:
    enter(world.payments)
    reading = see("account_contacts", world.payments)
    assert (reading.failure, reading.sightings) == (None, {})
    assert reading.watch.call_count == 2
