from __future__ import annotations

from collections import Counter

import pytest

from accessmap.crawl import lease
from accessmap.crawl.lease import PER_ACCOUNT
from accessmap.crawl.turns import ACCOUNTS as AT_ONCE
from accessmap.crawl.turns import Turns
from accessmap.models import Crawl, Scope
from tests import cast

pytestmark = pytest.mark.django_db
ACCOUNTS = (cast.PAYMENTS, cast.SHOP, cast.SECURITY)
NOBODY: dict[str, int] = {}


@pytest.fixture
def crawl() -> Crawl:
    """Each account's scopes lie one after the other, as they were planned."""
    crawl = Crawl.objects.create()
    Scope.objects.bulk_create(
        Scope(crawl=crawl, account_id=account, region=f"r{number}", collector="sqs")
        for account in ACCOUNTS
        for number in range(10)
    )
    return crawl


def taken(turns: Turns, wanted: int, busy: dict[str, int] = NOBODY) -> Counter[str]:
    return Counter(work.account_id for work in turns.take(wanted, Counter(busy)))


def test_accounts_take_turns(crawl: Crawl) -> None:
    turns = Turns(crawl)

    first = taken(turns, 2)
    assert len(first) == 2
    second = taken(turns, 2, first)
    assert (first + second).keys() == set(ACCOUNTS)


def test_no_account_is_asked_more_than_a_few_things_at_once(crawl: Crawl) -> None:
    busy = {cast.PAYMENTS: PER_ACCOUNT, cast.SHOP: PER_ACCOUNT - 1}
    found = taken(Turns(crawl), 100, busy)

    assert found == {cast.SHOP: 1, cast.SECURITY: PER_ACCOUNT}


def test_the_first_accounts_are_read_to_their_end_before_the_last_are_begun(
    crawl: Crawl,
) -> None:
    turns = Turns(crawl)
    begun = [next(iter(taken(turns, 1))) for _each in range(30)]

    assert begun == [each for each in sorted(ACCOUNTS) for _scope in range(10)]


def test_few_scopes_wait_in_memory(crawl: Crawl) -> None:
    Scope.objects.bulk_create(
        Scope(crawl=crawl, account_id=f"{number:012}", collector="account")
        for number in range(3 * AT_ONCE)
    )
    turns = Turns(crawl)

    assert taken(turns, 1).total() == 1
    assert sum(map(len, turns.waiting.values())) < AT_ONCE


def test_what_another_worker_has_taken_is_passed_over(crawl: Crawl) -> None:
    turns = Turns(crawl)
    assert taken(turns, 3).total() == 3
    for row in crawl.scopes.exclude(account_id=cast.SECURITY):
        lease.claim(row.pk)

    assert taken(turns, 8) == {cast.SECURITY: PER_ACCOUNT}


def test_what_has_come_since_is_found_when_the_rest_is_taken(crawl: Crawl) -> None:
    turns = Turns(crawl)
    assert taken(turns, 3 * PER_ACCOUNT).total() == 3 * PER_ACCOUNT
    Scope.objects.create(crawl=crawl, account_id=cast.TANUKI, collector="iam")

    busy = dict.fromkeys(ACCOUNTS, PER_ACCOUNT)
    assert taken(turns, 1, busy) == {cast.TANUKI: 1}
