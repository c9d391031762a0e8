from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accessmap.models import Account, Crawl
from tests.accessmap.aws_world import World, denied, denied_json, fault, world

__all__ = ["world"]
pytestmark = pytest.mark.aws


def run(*words: str) -> tuple[int, str]:
    out, status = StringIO(), 0
    try:
        call_command("doctor", *words, stdout=out)
    except SystemExit as left:
        status = int(left.code or 0)
    return status, out.getvalue()


def test_it_names_the_missing_permission_and_what_it_costs(world: World) -> None:
    with fault("kms", "ListKeys", lambda _: denied_json()):
        status, said = run("--account", world.payments)

    assert status == 3
    [told] = [line for line in said.splitlines() if "kms:ListKeys fails" in line]
    assert told.startswith(world.payments)
    assert "lacks the permission kms:ListKeys" in told
    assert told.endswith("Unknown stays: AWS::KMS::Key.")


def test_a_shut_account_costs_everything(world: World) -> None:
    with fault("sts", "AssumeRole", lambda _: denied()):
        status, said = run("--account", world.payments)

    assert status == 1
    assert "sts:AssumeRole fails" in said
    assert "Create the role there" in said


def test_all_accounts_are_tried_and_nothing_is_stored(world: World) -> None:
    _, said = run()

    for account_id in (world.management, world.payments, world.shop):
        assert account_id in said
    assert not Account.objects.exists()
    assert not Crawl.objects.exists()


def test_an_organization_that_cannot_be_read_is_a_sentence(world: World) -> None:
    with (
        fault("organizations", "ListAccounts", lambda _: denied_json()),
        pytest.raises(CommandError, match="The organization cannot be read"),
    ):
        run()
