from __future__ import annotations

import pytest

from accessmap.graph.reading import State, readings
from accessmap.models import Crawl, Outcome
from tests.cast import PAYMENTS
from tests.rows import make_account, make_coverage, make_crawl

pytestmark = pytest.mark.django_db


def test_who_was_never_looked_at_is_unread() -> None:
    make_account()
    assert readings()[PAYMENTS].state is State.UNREAD
    assert readings()[PAYMENTS].read_at is None


def test_an_account_read_to_the_end_is_complete() -> None:
    make_account()
    make_coverage(account_id=PAYMENTS)
    assert readings()[PAYMENTS].state is State.COMPLETE


def test_one_scope_that_failed_makes_it_partial() -> None:
    make_account()
    crawl = make_crawl()
    make_coverage(crawl, account_id=PAYMENTS, collector="iam")
    make_coverage(crawl, account_id=PAYMENTS, collector="kms", outcome=Outcome.DENIED)
    assert readings()[PAYMENTS].state is State.PARTIAL


def test_a_refusal_now_keeps_the_date_of_the_last_reading() -> None:
    make_account()
    before = make_coverage(make_crawl(), account_id=PAYMENTS)
    make_coverage(make_crawl(), account_id=PAYMENTS, outcome=Outcome.DENIED)
    found = readings()[PAYMENTS]
    assert found.state is State.UNREAD
    assert found.read_at == before.finished_at


def test_a_crawl_that_still_runs_says_nothing_yet() -> None:
    make_account()
    make_coverage(make_crawl(), account_id=PAYMENTS)
    running = make_crawl(Crawl.State.RUNNING)
    make_coverage(running, account_id=PAYMENTS, outcome=Outcome.DENIED)
    assert readings()[PAYMENTS].state is State.COMPLETE


def test_a_region_that_is_off_is_no_loss() -> None:
    make_account()
    crawl = make_crawl()
    make_coverage(crawl, account_id=PAYMENTS, collector="iam")
    make_coverage(
        crawl, account_id=PAYMENTS, collector="kms", outcome=Outcome.REGION_OFF
    )
    assert readings()[PAYMENTS].state is State.COMPLETE
