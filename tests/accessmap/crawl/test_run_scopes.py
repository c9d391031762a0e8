"""One job reads an account, scope after scope, and leaves no scope to nobody."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from accessmap.crawl import lease, run
from accessmap.crawl.lease import PER_ACCOUNT
from accessmap.crawl.start import start_crawl
from accessmap.models import Crawl, Scope
from tests.accessmap.aws_world import World
from tests.accessmap.crawl.crawling import do
from tests.accessmap.crawl.killing import STEPS, AtStep

pytestmark = pytest.mark.aws
SOME = {"services": ["iam", "kms", "s3"]}
Captured = Callable[..., Any]


@pytest.fixture
def begun(world: World) -> Crawl:
    """A crawl that has planned which accounts to enter."""
    crawl = start_crawl(trigger="page", selection=SOME)
    do(crawl.scopes.get().pk)
    return crawl


@contextmanager
def failing_at_step(number: int, log: Path) -> Iterator[None]:
    def fail() -> None:
        raise ZeroDivisionError

    logger, handler = logging.getLogger(STEPS), AtStep(number, fail, log)
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)


def of_payments(crawl: Crawl, world: World) -> Any:
    return crawl.scopes.filter(account_id=world.payments)


def entering(crawl: Crawl, world: World) -> Scope:
    return of_payments(crawl, world).get(collector=lease.ACCOUNT)


def test_one_job_reads_an_account_to_its_grants(begun: Crawl, world: World) -> None:
    run.run_scopes(entering(begun, world).pk)

    assert not of_payments(begun, world).unfinished().exists()
    assert of_payments(begun, world).filter(collector=lease.GRANTS).exists()
    assert begun.scopes.filter(account_id=world.management).unfinished().exists()


def test_a_job_that_comes_late_does_what_is_left(begun: Crawl, world: World) -> None:
    first = entering(begun, world)
    do(first.pk)
    assert of_payments(begun, world).unfinished().exists()

    run.run_scopes(first.pk)

    assert not of_payments(begun, world).unfinished().exists()


def test_a_job_leaves_an_account_to_the_few_who_are_there(
    begun: Crawl, world: World
) -> None:
    first = entering(begun, world)
    do(first.pk)
    waiting = of_payments(begun, world).exclude(collector=lease.GRANTS).waiting()
    taken = list(waiting[:PER_ACCOUNT])
    assert len(lease.claim_all([each.pk for each in taken])) == PER_ACCOUNT

    run.run_scopes(first.pk)

    done = of_payments(begun, world).filter(state=Scope.State.DONE)
    assert [each.pk for each in done] == [first.pk]


def test_after_a_minute_another_job_is_rung_for(
    begun: Crawl,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Captured,
) -> None:
    first = entering(begun, world)
    do(first.pk)
    monkeypatch.setattr(run, "LONG_ENOUGH", -1.0)

    with django_capture_on_commit_callbacks() as rung:
        run.run_scopes(first.pk)

    done = of_payments(begun, world).filter(state=Scope.State.DONE)
    assert done.count() == 2
    assert len(rung) == 2  # for company at the beginning, and for who goes on


def test_what_fails_in_our_own_code_leaves_the_rest_to_another_job(
    begun: Crawl,
    world: World,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Captured,
) -> None:
    first = entering(begun, world)
    do(first.pk)

    with (
        failing_at_step(2, tmp_path / "steps"),
        django_capture_on_commit_callbacks() as rung,
        pytest.raises(ZeroDivisionError),
    ):
        run.run_scopes(first.pk)

    assert (tmp_path / "steps").read_text() == "leased\nread\n"
    assert len(rung) == 2  # for company at the beginning, and for who goes on
    assert not of_payments(begun, world).filter(attempts__gt=1).exists()


def test_a_job_of_a_crawl_that_is_gone_does_nothing(begun: Crawl, world: World) -> None:
    first = entering(begun, world)
    begun.delete()

    run.run_scopes(first.pk)

    assert not Scope.objects.exists()
