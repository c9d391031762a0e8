from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any
from urllib.parse import parse_qs

import pytest

from accessmap.aws.assume import WrongAccount, enter, leave, role_arn
from accessmap.aws.session import own_caller
from tests import cast
from tests.accessmap.aws_world import REGION, World, answer, denied, fault
from tests.accessmap.collectors.seeing import see

pytestmark = pytest.mark.aws


def fields(request: Any) -> dict[str, list[str]]:
    body = request.body
    return parse_qs(body if isinstance(body, str) else body.decode())


def test_it_asks_with_the_external_id(world: World) -> None:
    asked: dict[str, list[str]] = {}

    with fault("sts", "AssumeRole", lambda request: asked.update(fields(request))):
        enter(world.payments)

    assert asked["ExternalId"] == ["kitsune-1"]
    assert asked["RoleArn"] == [role_arn(world.payments)]
    assert asked["RoleArn"] == [f"arn:aws:iam::{world.payments}:role/AccessMapReadOnly"]


def test_our_own_account_is_entered_as_we_are(world: World) -> None:
    with fault("sts", "AssumeRole", lambda _: pytest.fail("it was asked")):
        assert enter(world.management) is None


def test_it_enters_an_account_once(world: World) -> None:
    assert enter(world.shop) is enter(world.shop)


def test_threads_that_come_together_enter_an_account_once(world: World) -> None:
    own_caller()
    asked: list[Any] = []
    second = Barrier(2)

    def hold_the_door(request: Any) -> None:
        asked.append(request)
        with suppress(BrokenBarrierError):  # nobody else asks
            second.wait(timeout=0.2)

    with (
        fault("sts", "AssumeRole", hold_the_door),
        ThreadPoolExecutor(max_workers=4) as pool,
    ):
        found = list(pool.map(enter, [world.shop] * 4))

    assert len(asked) == 1
    assert all(each is found[0] for each in found)


def test_a_session_may_do_what_its_collectors_read_and_nothing_else(
    world: World,
) -> None:
    asked: list[str] = []

    def look(request: Any) -> None:
        asked.extend(fields(request)["Policy"])

    with fault("sts", "AssumeRole", look):
        assert enter(world.shop, "kms") is enter(world.shop, "kms")
        leave(world.shop)
        enter(world.shop, "kms")

    [first, second] = asked
    assert first == second
    [statement] = json.loads(first)["Statement"]
    assert {"kms:GetKeyPolicy", "kms:ListGrants"} <= set(statement["Action"])
    # Its neighbours by name may share its session; the far end of the list does not.
    assert "iam:GetAccountAuthorizationDetails" not in statement["Action"]
    assert "vpc-lattice:GetAuthPolicy" not in statement["Action"]


def too_large(request: Any) -> Any:
    """Refuse a session policy, as AWS does where nothing more fits."""
    if "Policy" not in fields(request):
        return None
    words = "Packed policy consumes 131% of allotted space, please use smaller policy."
    return denied(words, "PackedPolicyTooLarge")


def test_where_no_policy_fits_the_role_alone_is_the_limit(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    with fault("sts", "AssumeRole", too_large):
        assert see("kms", world.payments, REGION).failure is None
    assert f"{role_arn(world.payments)} is entered without a session pol" in caplog.text


def test_whatever_else_aws_says_is_not_tried_again(world: World) -> None:
    hit: list[str] = []

    def refuse(request: Any) -> Any:
        hit.append(request.url)
        return denied()

    with fault("sts", "AssumeRole", refuse):
        failure = see("kms", world.payments, REGION).failure
    assert failure is not None
    assert failure.denied_by == "assume-role"
    assert len(hit) == 1


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
