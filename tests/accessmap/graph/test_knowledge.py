from __future__ import annotations

import pytest

from accessmap.graph.knowledge import (
    coverage_by_account,
    knowledge,
    newest_crawl,
)
from accessmap.models import Crawl, Outcome
from accessmap.models.newest import Newest
from tests import rows
from tests.cast import PAYMENTS, SHOP

pytestmark = pytest.mark.django_db


def test_an_account_nobody_looked_at_is_unread() -> None:
    account = rows.make_account()
    assert knowledge().unread == (account,)
    assert knowledge().complete_count == 0


def test_one_gap_makes_an_account_incomplete_and_a_region_that_is_off_does_not() -> (
    None
):
    rows.make_account()
    shop = rows.make_account(SHOP)
    rows.make_coverage()
    rows.make_coverage(region="eu-west-1", outcome=Outcome.REGION_OFF)
    rows.make_gap(rows.make_coverage(account_id=SHOP), "arn:unread")
    assert knowledge().unread == (shop,)
    assert knowledge().complete_count == 1


def test_the_newest_full_crawl_counts_and_every_part_since() -> None:
    rows.make_account()
    rows.make_coverage(rows.make_crawl(), outcome=Outcome.FAILED)
    rows.make_coverage(rows.make_crawl(), outcome=Outcome.DENIED)
    part = rows.make_crawl(selection={"accounts": [PAYMENTS]})
    row = rows.make_coverage(part)
    assert coverage_by_account([PAYMENTS], Newest().rows) == {PAYMENTS: [row]}
    assert newest_crawl() == part
    assert not knowledge().unread


def test_a_crawl_that_still_runs_is_not_the_newest() -> None:
    done = rows.make_crawl()
    rows.make_coverage(done)
    rows.make_coverage(rows.make_crawl(Crawl.State.RUNNING))
    assert newest_crawl() == done
