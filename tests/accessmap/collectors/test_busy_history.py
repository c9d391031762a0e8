"""Where too much happened to read it all, roles are asked for by their names."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest

from accessmap.collectors import event_history
from accessmap.crawl.look import Reading
from tests.accessmap.aws_world import REGION, World, answer, denied, fault
from tests.accessmap.collectors.seeing import see
from tests.accessmap.collectors.test_event_history import NOON, event, role, vendor

pytestmark = pytest.mark.aws
OLDER = NOON - timedelta(days=60)
Json = Mapping[str, Any]


@pytest.fixture(autouse=True)
def _busy(monkeypatch: pytest.MonkeyPatch) -> None:
    """One page of each event is all that is read."""
    monkeypatch.setattr(event_history, "MOST_PAGES", 1)


def use(world: World, number: int, at: Any = NOON, name: str = "") -> dict[str, Any]:
    """One use of the vendor's role, or of another."""
    arn = role(world.payments, name or "vendor-readonly")
    found = event(vendor(), arn, at=at.timestamp())
    return {**found, "EventId": f"e-{number}"}


def told(
    named: list[Json], by_name: Mapping[str, list[Json]], *cut: str
) -> Callable[[Any], Any]:
    """Answer for events by their name, of which there are more, and for roles."""

    def answering(request: Any) -> Any:
        [wanted] = json.loads(request.body)["LookupAttributes"]
        value = wanted["AttributeValue"]
        if wanted["AttributeKey"] == "ResourceName":
            body: dict[str, Any] = {"Events": by_name.get(value, [])}
        else:
            body = {"Events": [each for each in named if each["EventName"] == value]}
            if value in {"AssumeRole", *cut}:
                body["NextToken"] = "more"
        return answer(200, json.dumps(body), "application/x-amz-json-1.1")

    return answering


def look(world: World, answering: Callable[[Any], Any]) -> Reading:
    with fault("cloudtrail", "LookupEvents", answering):
        return see("event_history", world.payments, REGION)


def whole(reading: Reading) -> list[str]:
    [seen] = reading.sightings.values()
    assert reading.failure is None
    assert seen.facts["since"] == "2026-11-20"
    found: list[str] = seen.facts["whole_roles"]
    return found


def test_a_role_is_told_of_to_the_end_by_its_name(world: World) -> None:
    new, old = use(world, 2), use(world, 1, OLDER)
    arn = role(world.payments)

    reading = look(world, told([new], {arn: [new, old]}))

    [found] = reading.uses
    assert found.days == {"2026-09-21": 1, "2026-11-20": 1}
    assert (found.first_at, found.last_at) == (OLDER, NOON)
    management = role(world.payments, "OrganizationAccountAccessRole")
    assert whole(reading) == [management, arn]


def test_what_else_was_done_with_a_role_is_no_use_of_it(world: World) -> None:
    arn, new = role(world.payments), use(world, 1)
    changed = {**use(world, 0, OLDER), "EventName": "UpdateAssumeRolePolicy"}

    [found] = look(world, told([new], {arn: [new, changed]})).uses

    assert found.days == {"2026-11-20": 1}


def test_a_use_that_its_name_does_not_find_makes_no_role_whole(world: World) -> None:
    reading = look(world, told([use(world, 1)], {}))

    [found] = reading.uses
    assert found.days == {"2026-11-20": 1}
    assert whole(reading) == []


def test_where_no_known_use_could_be_found_nothing_is_proven(world: World) -> None:
    strange = use(world, 1, name="of-nobody")
    assert whole(look(world, told([strange], {}))) == []


def test_a_role_whose_own_events_are_too_many_is_not_whole(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    arn, new = role(world.payments), use(world, 1)
    monkeypatch.setattr(event_history, "PAGES_OF_ROLE", 1)
    answering = told([new], {arn: [new]})

    def cut(request: Any) -> Any:
        if arn.encode() in request.body:
            body = {"Events": [new], "NextToken": "more"}
            return answer(200, json.dumps(body), "application/x-amz-json-1.1")
        return answering(request)

    assert arn not in whole(look(world, cut))


def test_roles_beyond_what_is_asked_are_not_whole(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    arn, new = role(world.payments), use(world, 1)
    monkeypatch.setattr(event_history, "PAGES_OF_ROLES", 1)

    # The management's comes first, and nothing known is proven by it.
    assert whole(look(world, told([new], {arn: [new]}))) == []


def test_where_the_console_was_too_busy_no_role_is_whole(world: World) -> None:
    arn, new = role(world.payments), use(world, 1)

    reading = look(world, told([new], {arn: [new]}, event_history.SWITCH))

    [seen] = reading.sightings.values()
    assert seen.facts["whole_roles"] == []


def test_roles_that_may_not_be_listed_are_a_gap_and_the_rest_is_read(
    world: World,
) -> None:
    with fault("iam", "ListRoles", lambda _: denied()):
        reading = look(world, told([use(world, 1)], {}))

    [arn] = reading.gaps
    assert arn == f"arn:aws:iam::{world.payments}:role/*"
    assert "iam:ListRoles" in reading.gaps[arn].failure.reason
    assert whole(reading) == []
    assert len(reading.uses) == 1


def test_an_empty_page_that_names_a_next_one_is_no_end(world: World) -> None:
    [seen] = look(world, told([], {})).sightings.values()
    assert seen.facts["since"]
