from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from accessmap.aws.collector import Use
from accessmap.collectors import event_history
from accessmap.crawl.look import Reading
from tests import cast
from tests.accessmap.aws_world import REGION, World, answer, fault
from tests.accessmap.collectors.seeing import see

pytestmark = pytest.mark.aws
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def role(account: str, name: str = "vendor-readonly") -> str:
    return f"arn:aws:iam::{account}:role/{name}"


def vendor(identity: str = "AROA3POLLER:session") -> dict[str, str]:
    return {
        "type": "AWSAccount",
        "principalId": identity,
        "accountId": cast.TANUKI,
    }


def event(
    who: dict[str, Any], role_arn: str, *, name: str = "AssumeRole", **more: Any
) -> dict[str, Any]:
    """One event of CloudTrail, as LookupEvents gives it."""
    told = {
        "eventName": name,
        "userIdentity": who,
        "requestParameters": {"roleArn": role_arn},
        **more,
    }
    return {
        "EventId": "e-1",
        "EventName": name,
        "EventTime": more.get("at", NOON.timestamp()),
        "CloudTrailEvent": json.dumps(told),
    }


def history(*events: dict[str, Any], more: bool = False) -> Any:
    """Answer each question for one name with the events of that name."""
    asked = []

    def answering(request: Any) -> Any:
        body = json.loads(request.body)
        [wanted] = body["LookupAttributes"]
        asked.append(wanted["AttributeValue"])
        found = [e for e in events if e["EventName"] == wanted["AttributeValue"]]
        told: dict[str, Any] = {"Events": found}
        if more and found:
            told["NextToken"] = f"page-{len(asked)}"
        return answer(200, json.dumps(told), "application/x-amz-json-1.1")

    return answering


def look(world: World, *events: dict[str, Any]) -> Reading:
    with fault("cloudtrail", "LookupEvents", history(*events)):
        return see("event_history", world.payments, REGION)


def test_uses_of_a_role_from_another_account_are_counted_by_day(world: World) -> None:
    arn = role(world.payments)
    later = NOON.replace(day=21)
    reading = look(
        world,
        event(vendor("AROA3POLLER:one"), arn),
        event(vendor("AROA3POLLER:two"), arn),
        event(vendor("AROA3POLLER:one"), arn, at=later.timestamp()),
    )

    assert reading.failure is None
    [use] = reading.uses
    assert use == Use(
        role_arn=arn,
        caller="AROA3POLLER",
        caller_account=cast.TANUKI,
        event="AssumeRole",
        days={"2026-11-20": 2, "2026-11-21": 1},
        first_at=NOON,
        last_at=later,
    )


def test_a_provider_is_named_and_whom_it_vouched_for_is_not(world: World) -> None:
    arn = role(world.payments)
    okta = f"arn:aws:iam::{world.payments}:saml-provider/okta"
    github = f"arn:aws:iam::{world.payments}:oidc-provider/token.example"
    saml = event(
        {"type": "SAMLUser", "principalId": "x:rin", "userName": cast.RIN},
        arn,
        name="AssumeRoleWithSAML",
        requestParameters={"roleArn": arn, "principalArn": okta},
    )
    web = event(
        {"type": "WebIdentityUser", "userName": "repo:x", "identityProvider": github},
        arn,
        name="AssumeRoleWithWebIdentity",
    )

    uses = look(world, saml, web).uses

    assert [(each.caller, each.caller_account) for each in uses] == [
        (okta, ""),
        (github, ""),
    ]
    assert cast.RIN not in repr(uses)


def test_switching_role_in_the_console_names_whence_somebody_came(
    world: World,
) -> None:
    came = f"arn:aws:iam::{cast.TANUKI}:user/support"
    session = f"arn:aws:sts::{world.payments}:assumed-role/vendor-readonly/support"
    switched = event(
        {"type": "AssumedRole", "arn": session, "accountId": world.payments},
        "",
        name="SwitchRole",
        requestParameters=None,
        additionalEventData={"SwitchFrom": came},
    )

    [use] = look(world, switched).uses

    assert use.role_arn == role(world.payments)
    assert (use.caller, use.caller_account) == (came, cast.TANUKI)


def test_services_refusals_and_the_account_itself_are_no_use(world: World) -> None:
    arn = role(world.payments)
    own = {"type": "IAMUser", "arn": f"{arn}x", "accountId": world.payments}
    reading = look(
        world,
        event({"type": "AWSService", "invokedBy": "lambda.amazonaws.com"}, arn),
        event(vendor(), arn, errorCode="AccessDenied"),
        event(own, arn),
        # Told in the caller's account too, of a role that is not there.
        event(vendor(), role(world.shop)),
    )

    assert reading.failure is None
    assert reading.uses == []


def test_it_says_that_the_whole_history_was_read(world: World) -> None:
    [seen] = look(world, event(vendor(), role(world.payments))).sightings.values()

    home = f"arn:aws:cloudtrail:{REGION}:{world.payments}"
    assert seen.arn == f"{home}:event-history"
    assert seen.facts == {"days": 90, "since": ""}


def test_a_history_too_long_says_how_far_back_it_was_read(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_history, "MOST_PAGES", 3)

    told = history(event(vendor(), role(world.payments)), more=True)
    with fault("cloudtrail", "LookupEvents", told) as asked:
        reading = see("event_history", world.payments, REGION)

    others = len(event_history.EVENTS) - 1
    crossing = 2  # roles that are asked for by name: the vendor's, the management's
    assert len(asked) == 3 + others + crossing
    [seen] = reading.sightings.values()
    assert seen.facts == {"days": 90, "since": "2026-11-20", "whole_roles": []}
    [use] = reading.uses
    assert use.days == {"2026-11-20": 3}


def test_a_history_that_may_not_be_read_is_no_empty_one(world: World) -> None:
    def deny(_: Any) -> Any:
        told = json.dumps({"__type": "AccessDeniedException", "message": "no"})
        return answer(400, told, "application/x-amz-json-1.1")

    with fault("cloudtrail", "LookupEvents", deny):
        reading = see("event_history", world.payments, REGION)

    assert reading.failure is not None
    assert reading.failure.outcome == "denied"
    assert "cloudtrail:LookupEvents" in reading.failure.reason
