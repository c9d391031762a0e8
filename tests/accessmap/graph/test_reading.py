from __future__ import annotations

import pytest

from accessmap.graph.dates import known
from accessmap.graph.knowledge import knowledge
from accessmap.graph.reading import State, readings
from accessmap.models import Crawl, Outcome
from tests.cast import PAYMENTS
from tests.rows import make_account, make_coverage, make_crawl, make_gap

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


def test_a_part_that_was_read_since_does_not_hide_what_was_refused_before() -> None:
    """KMS was denied in the crawl of everything, then IAM alone was read again."""
    make_account()
    full = make_crawl()
    make_coverage(full, collector="iam")
    make_coverage(full, collector="kms", outcome=Outcome.DENIED)
    part = make_crawl(selection={"accounts": [PAYMENTS], "services": ["iam"]})
    make_coverage(part, collector="iam")
    assert readings()[PAYMENTS].state is State.PARTIAL
    assert not knowledge().complete_count
    assert not known(part.started_at).complete_count


def test_what_was_listed_with_gaps_was_read_in_part() -> None:
    make_account()
    crawl = make_crawl()
    make_gap(make_coverage(crawl), "arn:role")
    make_coverage(crawl, collector="kms", outcome=Outcome.DENIED)
    assert readings()[PAYMENTS].state is State.PARTIAL
