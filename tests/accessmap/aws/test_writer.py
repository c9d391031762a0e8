from __future__ import annotations

from typing import Any

import pytest

from accessmap.aws.collector import Writer
from accessmap.aws.writer import writer_of
from tests.cast import PAYMENTS

SESSION = f"arn:aws:sts::{PAYMENTS}:assumed-role"
SSO = "AWSReservedSSO_Administrator_0123456789abcdef"
RESERVED = f"arn:aws:iam::{PAYMENTS}:role/aws-reserved/sso.amazonaws.com/{SSO}"


def assumed(role: str, session: str, **context: Any) -> dict[str, Any]:
    """The identity of a session, as AWS writes it."""
    issuer = {"type": "Role", "arn": role}
    return {
        "userIdentity": {
            "type": "AssumedRole",
            "arn": f"{SESSION}/{role.rpartition('/')[2]}/{session}",
            "sessionContext": {"sessionIssuer": issuer, **context},
        }
    }


DEPLOY = f"arn:aws:iam::{PAYMENTS}:role/Deploy"


@pytest.mark.parametrize(
    ("told", "name", "is_person"),
    [
        (assumed(RESERVED, "rin.takeda"), "rin.takeda", True),
        (assumed(DEPLOY, "GitHubActions"), "GitHubActions", False),
        (assumed(DEPLOY, "rin@kitsune.example"), "rin@kitsune.example", True),
        (assumed(DEPLOY, "build-7", sourceIdentity="rin"), "rin", True),
    ],
)
def test_a_session_tells_a_person_only_where_its_name_is_one(
    told: dict[str, Any], name: str, *, is_person: bool
) -> None:
    found = writer_of(told)
    assert (found.name, found.is_person) == (name, is_person)
    assert found.who.startswith(SESSION)


def test_a_user_of_iam_is_told_by_name() -> None:
    arn = f"arn:aws:iam::{PAYMENTS}:user/people/rin.takeda"
    told = {"userIdentity": {"type": "IAMUser", "arn": arn, "userName": "rin.takeda"}}
    assert writer_of(told) == Writer(arn, "rin.takeda", is_person=True)


def test_somebody_of_the_directory_is_told_by_id() -> None:
    behalf = {"userId": "1-2-3", "identityStoreArn": "arn:aws:identitystore::1:x"}
    told = {"userIdentity": {"type": "IdentityCenterUser", "onBehalfOf": behalf}}
    assert writer_of(told) == Writer("1-2-3", "", "1-2-3", is_person=True)


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ({"type": "AWSService", "invokedBy": "ram.amazonaws.com"}, "ram.amazonaws.com"),
        ({"type": "Root", "arn": f"arn:aws:iam::{PAYMENTS}:root"}, None),
        ({}, ""),
    ],
)
def test_services_and_the_root_user_are_no_person(
    who: dict[str, str], said: str | None
) -> None:
    found = writer_of({"userIdentity": who})
    assert not found.is_person
    assert found.name == ""
    assert found.who == (who["arn"] if said is None else said)
