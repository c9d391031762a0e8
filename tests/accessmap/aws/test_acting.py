from __future__ import annotations

from typing import Any

import pytest

from accessmap.aws.acting import is_among
from accessmap.aws.assume import enter
from accessmap.aws.session import acting_in
from tests import cast
from tests.accessmap.aws_world import World, answer, fault

pytestmark = pytest.mark.aws


def test_a_member_is_read_as_our_role_whatever_its_path(world: World) -> None:
    with acting_in(enter(world.payments)):
        role = f"arn:aws:iam::{world.payments}:role"
        assert is_among([f"{role}/Admin", f"{role}/AccessMapReadOnly"])
        assert is_among([f"{role}/audit/AccessMapReadOnly"])
        assert not is_among([f"{role}/Admin", "IAM_ALLOWED_PRINCIPALS"])
        assert not is_among([f"arn:aws:iam::{world.shop}:role/AccessMapReadOnly"])
        assert not is_among([f"arn:aws:iam::{world.payments}:user/AccessMapReadOnly"])


def test_our_own_account_is_read_as_whoever_we_are(world: World) -> None:
    arn = f"arn:aws:iam::{cast.KUMO}:user/teams/rin"
    body = (
        "<GetCallerIdentityResponse><GetCallerIdentityResult>"
        f"<Arn>{arn}</Arn><UserId>AIDA1</UserId><Account>{cast.KUMO}</Account>"
        "</GetCallerIdentityResult><ResponseMetadata><RequestId>req-1</RequestId>"
        "</ResponseMetadata></GetCallerIdentityResponse>"
    )
    with fault("sts", "GetCallerIdentity", lambda _: answer(200, body)):
        assert is_among([arn])
        assert not is_among([f"arn:aws:iam::{cast.KUMO}:user/ren"])


def test_nobody_is_asked_where_nobody_is_named(world: World) -> None:
    def fail(_request: Any) -> Any:
        pytest.fail("it was asked")

    with fault("sts", "GetCallerIdentity", fail):
        assert not is_among([])
