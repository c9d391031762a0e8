from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from accessmap.aws.assume import _sts
from accessmap.aws.read_only import CallRefused, declare
from accessmap.aws.session import client
from accessmap.aws.watch import Watch, watching
from tests.accessmap.aws_world import fault, forget


@pytest.fixture(autouse=True)
def _anew() -> None:
    forget()


def test_it_refuses_to_write() -> None:
    with (
        fault("iam", "CreateUser", lambda _: pytest.fail("it was sent")),
        pytest.raises(CallRefused, match=r"^iam:CreateUser was not sent"),
    ):
        client("iam").create_user(UserName="mallory")


def test_it_refuses_a_read_that_nobody_declared() -> None:
    with pytest.raises(CallRefused, match=r"^s3:GetObject was not sent"):
        client("s3").get_object(Bucket="payments-reports", Key="ledger.csv")


def test_a_collector_may_ask_only_what_it_declares_itself() -> None:
    """Others declare it; but the session's own policy would not allow it."""
    only = Watch(allowed=frozenset({"kms:ListKeys"}))
    with (
        watching(only),
        fault("sqs", "ListQueues", lambda _: pytest.fail("it was sent")),
        pytest.raises(CallRefused, match=r"^sqs:ListQueues was not sent"),
    ):
        client("sqs").list_queues()


def test_it_refuses_to_assume_a_role_from_anywhere_else() -> None:
    with pytest.raises(CallRefused, match=r"^sts:AssumeRole was not sent"):
        client("sts").assume_role(
            RoleArn="arn:aws:iam::204411803391:role/Admin", RoleSessionName="mallory"
        )


def test_the_client_that_assumes_roles_does_nothing_else() -> None:
    with pytest.raises(CallRefused, match=r"^GetSessionToken was not sent"):
        _sts().get_session_token()


@pytest.mark.parametrize(
    "action",
    [
        "s3:PutBucketPolicy",
        "sts:AssumeRole",
        "kms:*",
        # One report of IAM may be made, and no other.
        "iam:GenerateCredentialReport",
        "iam:GenerateServiceLastAccessedDetails*",
    ],
)
def test_a_write_cannot_even_be_declared(action: str) -> None:
    with pytest.raises(CallRefused, match="is not a read"):
        declare([action])


def test_one_file_assumes_roles() -> None:
    """sts:AssumeRole is the one exception to "we only read", and it has one home."""
    package = Path(settings.BASE_DIR) / "accessmap"
    callers = [
        path.name
        for path in package.rglob("*.py")
        if ".assume_role(" in path.read_text(encoding="utf-8")
    ]
    assert callers == ["assume.py"]
