from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

import pytest

from accessmap.aws.assume import WrongAccount, enter, role_arn
from accessmap.aws.session import own_caller
from tests import cast
from tests.accessmap.aws_world import World, answer, fault

pytestmark = pytest.mark.aws


def test_it_asks_with_the_external_id(world: World) -> None:
    asked: dict[str, list[str]] = {}

    def look(request: Any) -> None:
        asked.update(
            parse_qs(
                request.body if isinstance(request.body, str) else request.body.decode()
            )
        )

    with fault("sts", "AssumeRole", look):
        enter(world.payments)

    assert asked["ExternalId"] == ["kitsune-1"]
    assert asked["RoleArn"] == [role_arn(world.payments)]
    assert asked["RoleArn"] == [f"arn:aws:iam::{world.payments}:role/AccessMapReadOnly"]


def test_our_own_account_is_entered_as_we_are(world: World) -> None:
    with fault("sts", "AssumeRole", lambda _: pytest.fail("it was asked")):
        assert enter(world.management) is None


def test_it_enters_an_account_once(world: World) -> None:
    assert enter(world.shop) is enter(world.shop)


def test_credentials_of_another_account_are_refused(world: World) -> None:
    own_caller()
    body = (
        "<GetCallerIdentityResponse><GetCallerIdentityResult>"
        f"<Arn>arn:aws:sts::{cast.STRANGER}:assumed-role/x/y</Arn><UserId>x</UserId>"
        f"<Account>{cast.STRANGER}</Account></GetCallerIdentityResult>"
        "<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>"
        "</GetCallerIdentityResponse>"
    )
    with (
        fault("sts", "GetCallerIdentity", lambda _: answer(200, body)),
        pytest.raises(WrongAccount, match=f"account {cast.STRANGER} where"),
    ):
        enter(world.payments)
