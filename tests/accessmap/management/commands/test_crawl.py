from __future__ import annotations

import json
import os
import signal
from contextlib import suppress
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from accessmap.crawl.start import start_crawl
from accessmap.models import Crawl, Scope
from tests.accessmap.aws_world import World, answer, denied_json, fault, world

__all__ = ["world"]
pytestmark = pytest.mark.aws
KEYS_ONLY = ["--service", "kms"]


def run(*words: str) -> tuple[int, str, str]:
    """Return exit status, output and progress."""
    out, err = StringIO(), StringIO()
    status = 0
    try:
        call_command("crawl", *words, stdout=out, stderr=err)
    except SystemExit as left:
        status = int(left.code or 0)
    return status, out.getvalue(), err.getvalue()


def test_it_exits_0_when_everything_was_read(world: World) -> None:
    status, said, progress = run(*KEYS_ONLY)

    assert status == 0
    assert "complete" in said
    assert "3 of 3 accounts" in progress
    assert "calls and" in said
    assert "seconds of CPU an account" in said


def test_it_exits_3_when_a_part_was_not_read_and_says_why(world: World) -> None:
    status, said, _ = run()

    assert status == 3
    told = [line for line in said.splitlines() if "access_analyzer" in line]
    assert len(told) == 1  # for all three accounts
    assert told[0].startswith("  failed    ")
    assert world.payments in told[0]
    assert "; 3 places unknown" in said


def test_it_exits_1_when_nothing_was_read_and_says_what_to_do(world: World) -> None:
    with fault("organizations", "ListAccounts", lambda _: denied_json()):
        status, said, _ = run()

    assert status == 1
    assert "Run it in the management account" in said


def test_it_speaks_json(world: World) -> None:
    _, said, _ = run(*KEYS_ONLY, "--account", world.payments, "--json")

    found = json.loads(said)
    assert (found["state"], found["accounts"]) == ("complete", 1)
    assert found["calls"] > 0
    assert found["not_read"] == []


def test_a_service_that_nobody_reads_is_refused(world: World) -> None:
    with pytest.raises(CommandError, match=r"No collector reads sqqs\. There are: "):
        run("--service", "sqqs")
    assert not Crawl.objects.exists()


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_one_that_is_stopped_leaves_no_lease_and_goes_on(
    world: World, by: signal.Signals
) -> None:
    once = [by]  # a second one, of another thread, would interrupt the tests

    def stop(_: object) -> None:
        with suppress(IndexError):
            os.kill(os.getpid(), once.pop())

    with fault("kms", "ListKeys", stop):
        status, _said, told = run(*KEYS_ONLY)

    assert status == 130
    assert "What was read stays" in told
    stopped = Crawl.objects.get()
    assert stopped.finished_at is None
    assert not stopped.scopes.filter(state=Scope.State.LEASED).exists()

    assert run(*KEYS_ONLY)[0] == 0
    assert Crawl.objects.get().state == Crawl.State.COMPLETE


def test_another_selection_waits_for_the_running_crawl(world: World) -> None:
    running = start_crawl(trigger="command")

    with pytest.raises(CommandError, match=f"Crawl {running.pk} is running with"):
        run(*KEYS_ONLY)


def test_a_proxy_in_between_is_named(world: World) -> None:
    login = answer(200, "<html>Sign in</html>", "text/html", request_id="")

    with fault("organizations", "DescribeOrganization", lambda _: login):
        status, said, _ = run()

    assert status == 1
    assert "A proxy or a login page may stand between" in said


def test_a_database_that_is_down_is_a_sentence(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise OperationalError("no such table: accessmap_crawl")

    monkeypatch.setattr("accessmap.management.commands.crawl.start_crawl", refuse)

    with pytest.raises(CommandError, match=r"Run `manage\.py migrate` if it is new"):
        run()
