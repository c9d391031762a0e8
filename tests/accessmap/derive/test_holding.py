"""What an account, or the organization, loses at once is held for another look."""

from __future__ import annotations

from typing import Any

import pytest

from accessmap.derive.grants import Derived, derive_account
from accessmap.derive.release import release_hold
from accessmap.models import Crawl, Derivation, Grant, Hold, Outcome, Resource, Snapshot
from tests import rows
from tests.cast import PAYMENTS

pytestmark = pytest.mark.django_db


def granted(count: int, account_id: str = PAYMENTS) -> None:
    """So many roles of the account let somebody in."""
    account = rows.make_account(account_id)
    for _each in range(count):
        rows.make_snapshot(rows.make_resource(account))
    derive_account(rows.first_crawl(), account_id)


def crawled(*account_ids: str, **more: Any) -> Crawl:
    crawl = rows.make_crawl()
    for account_id in account_ids or (PAYMENTS,):
        rows.make_coverage(crawl, account_id=account_id, **more)
    return crawl


def all_gone(crawl: Crawl) -> None:
    Snapshot.objects.current().update(ended_at=crawl.started_at, ended_crawl=crawl)


def test_all_of_three_are_held_until_a_second_crawl_misses_them_too() -> None:
    granted(3)
    first, second = crawled(), crawled()
    all_gone(first)
    assert derive_account(first, PAYMENTS) == Derived(kept=3, held=3)
    assert derive_account(first, PAYMENTS) == Derived(kept=3, held=3)
    hold = Hold.objects.get()
    assert (hold.crawl, hold.missing_count, hold.current_count) == (first, 3, 3)
    assert derive_account(second, PAYMENTS) == Derived(ended=3)
    assert Grant.objects.filter(ended_crawl=second).count() == 3
    assert not Hold.objects.open().exists()


def test_two_of_two_and_three_of_four_are_believed() -> None:
    granted(2)
    first = crawled()
    all_gone(first)
    assert derive_account(first, PAYMENTS).ended == 2
    granted(4)
    second = crawled()
    kept = Snapshot.objects.current().latest("pk")
    Snapshot.objects.current().exclude(pk=kept.pk).update(
        ended_at=second.started_at, ended_crawl=second
    )
    assert derive_account(second, PAYMENTS).ended == 3


def test_what_was_found_meanwhile_is_missed_for_the_first_time_again() -> None:
    granted(3)
    first, second, third = crawled(), crawled(), crawled()
    all_gone(first)
    derive_account(first, PAYMENTS)
    Snapshot.objects.update(ended_at=None, ended_crawl=None)
    assert derive_account(second, PAYMENTS) == Derived(kept=3)
    assert not Hold.objects.open().exists()
    all_gone(third)
    assert derive_account(third, PAYMENTS) == Derived(kept=3, held=3)


def test_a_crawl_that_could_not_look_is_no_second_one() -> None:
    granted(3)
    first = crawled()
    all_gone(first)
    derive_account(first, PAYMENTS)
    denied = crawled(outcome=Outcome.DENIED)
    assert derive_account(denied, PAYMENTS) == Derived(kept=3)
    assert Hold.objects.open().exists()
    assert derive_account(crawled(), PAYMENTS).ended == 3


def test_documents_that_were_read_and_say_otherwise_are_believed_at_once() -> None:
    granted(3)
    crawl = crawled()
    all_gone(crawl)
    for resource in Resource.objects.all():
        rows.make_snapshot(resource, {"Version": "2012-10-17", "Statement": []})
    assert derive_account(crawl, PAYMENTS).ended == 3


def test_what_two_crawls_have_missed_in_its_list_is_believed_at_once() -> None:
    granted(3)
    first, second = crawled(), crawled()
    all_gone(second)
    Resource.objects.update(missed_at=first.started_at, ended_at=second.started_at)
    assert derive_account(second, PAYMENTS).ended == 3


def test_without_a_memory_it_is_held_once_more() -> None:
    granted(3)
    first, second = crawled(), crawled()
    all_gone(first)
    derive_account(first, PAYMENTS)
    Derivation.objects.all().delete()
    assert derive_account(second, PAYMENTS) == Derived(kept=3, held=3)


def test_a_person_may_release_it_before() -> None:
    granted(3)
    first = crawled()
    all_gone(first)
    derive_account(first, PAYMENTS)
    assert release_hold(Hold.objects.get(), released_by=rows.make_user()).ended == 3


def test_very_many_wait_for_a_person_however_often_they_are_missed() -> None:
    granted(21)
    first, second = crawled(), crawled()
    all_gone(first)
    derive_account(first, PAYMENTS)
    assert derive_account(second, PAYMENTS) == Derived(kept=21, held=21)


def test_two_in_each_of_many_accounts_are_much_in_the_whole_organization() -> None:
    accounts = [f"{number:012}" for number in range(1, 15)]
    for account_id in accounts:
        granted(2, account_id)
    first, second = crawled(*accounts), crawled(*accounts)
    all_gone(first)
    done = [derive_account(first, account_id) for account_id in accounts]
    assert [each.ended for each in done] == [2] * 10 + [0] * 4
    assert Hold.objects.filter(crawl=first).count() == 4
    later = [derive_account(second, account_id) for account_id in accounts]
    assert [each.ended for each in later] == [0] * 10 + [2] * 4
