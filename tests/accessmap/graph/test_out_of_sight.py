"""What the newest crawl does not tell of is counted just as it is listed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accessmap.graph.ahead import draw_ahead
from accessmap.graph.generation import one_moment
from accessmap.graph.last_seen import last_seen_among
from accessmap.graph.out_of_sight import MOST_DATES, out_of_sight
from accessmap.graph.remembered import forget
from accessmap.graph.tally import tally
from accessmap.models import Account, Coverage, Derivation, Grant, Outcome
from accessmap.policy.grant import Blocker
from tests import rows
from tests.cast import MANAGEMENT, OLD_POS, PAYMENTS, SHOP

pytestmark = pytest.mark.django_db
GENERATION = 2  # queries that tell whether anything changed


def told() -> set[int]:
    """Return what is marked; it is as much as is counted."""
    every = Grant.objects.select_related("resource").order_by("pk")
    found = {row.pk for row in every if out_of_sight().has(row)}
    assert sum(out_of_sight().among(Grant.objects.all()).values()) == len(found)
    assert set(last_seen_among(every)) == found
    return found


def shop_and_payments() -> tuple[Grant, Grant]:
    """Return a grant of each, as the first crawl read them."""
    shop = rows.make_grant(rows.make_resource(rows.make_account(SHOP)))
    payments = rows.make_grant()
    rows.make_coverage()
    rows.make_coverage(account_id=SHOP)
    return shop, payments


def read_again(**shop: Any) -> Coverage:
    """Return what the next crawl tells of the shop, beside payments."""
    crawl = rows.make_crawl()
    rows.make_coverage(crawl)
    return rows.make_coverage(crawl, account_id=SHOP, **shop)


def test_one_process_looks_and_every_other_reads_what_it_found(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    shop, _payments = shop_and_payments()
    read_again(outcome=Outcome.DENIED)
    rows.make_account(OLD_POS, left_at=rows.THEN)
    then = timezone.now()
    draw_ahead()
    now = out_of_sight()
    assert now.has(shop)
    assert now.left == {OLD_POS: rows.THEN}
    past = out_of_sight(then)
    forget()  # as another process
    with django_assert_num_queries(GENERATION), one_moment():
        assert out_of_sight() == now
        assert out_of_sight(then) == past


def refused(_grant: Grant) -> None:
    read_again(outcome=Outcome.DENIED)


def unreadable(grant: Grant) -> None:
    rows.make_gap(read_again(), grant.resource.arn)


def called_by_name(grant: Grant) -> None:
    rows.make_gap(read_again(), grant.resource.name)


def left(_grant: Grant) -> None:
    crawl = rows.make_crawl()
    Account.objects.filter(account_id=SHOP).update(left_at=crawl.started_at)


def doubted(grant: Grant) -> None:
    crawl = read_again().crawl
    Derivation.objects.create(account_id=SHOP, held={grant.pk: crawl.pk})


@pytest.mark.parametrize(
    "goes_out_of_sight", [refused, unreadable, called_by_name, left, doubted]
)
def test_what_cannot_be_told_now_is_marked_and_counted(
    goes_out_of_sight: Callable[[Grant], None],
) -> None:
    shop, _payments = shop_and_payments()
    assert told() == set()
    goes_out_of_sight(shop)
    assert told() == {shop.pk}


def test_another_resource_of_the_same_name_is_told() -> None:
    shop, payments = shop_and_payments()
    payments.resource.name = shop.resource.name
    payments.resource.save()
    called_by_name(shop)
    assert told() == {shop.pk}


def test_what_is_read_in_one_account_for_all_has_its_day() -> None:
    """Identity Center is read once, and what it assigns stands in every account."""
    role = rows.make_resource(collector="identity_center")
    grant = rows.make_grant(role)
    crawl = rows.make_crawl()
    where = {"account_id": MANAGEMENT, "collector": "identity_center"}
    read = rows.make_coverage(crawl, **where)
    assert told() == set()
    rows.make_coverage(rows.make_crawl(), **where, outcome=Outcome.FAILED)
    assert told() == {grant.pk}
    row = Grant.objects.select_related("resource").get(pk=grant.pk)
    assert last_seen_among([row])[row.pk].on == read.finished_at


def test_what_was_read_then_and_not_now_is_told_of_each_day() -> None:
    shop, _payments = shop_and_payments()
    then = rows.first_crawl().started_at
    refused(shop)
    row = Grant.objects.select_related("resource").get(pk=shop.pk)
    assert row.pk in last_seen_among([row])
    assert row.pk not in last_seen_among([row], then)
    assert tally(Grant.objects.all(), then).open_unseen == 0


def test_open_and_blocked_are_counted_apart_as_they_were() -> None:
    shop, _payments = shop_and_payments()
    stopped = Blocker("scp", "only-our-org")
    rows.make_grant(shop.resource, blocked_by=(stopped,))
    rows.make_grant(blocked_by=(stopped,))
    refused(shop)
    found = tally(Grant.objects.all())
    assert (found.open, found.open_unseen) == (2, 1)
    assert (found.blocked, found.blocked_unseen) == (2, 1)
    assert found.chips == [("external", 4, 1)]  # one is closed, as far as was read


@pytest.mark.parametrize("count", [1, 10])
def test_ten_days_are_asked_for_at_once(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    home = rows.make_account(PAYMENTS)
    for _each in range(count):
        rows.make_grant(rows.make_resource(home))
    rows.make_coverage()
    rows.make_coverage(rows.make_crawl(), outcome=Outcome.DENIED)
    every = list(Grant.objects.select_related("resource"))
    with one_moment():
        out_of_sight()  # once in each generation
        with django_assert_num_queries(2):  # and what was missing by itself
            assert len(last_seen_among(every)) == count


def test_a_date_is_looked_at_once_and_few_are_kept(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    shop, _payments = shop_and_payments()
    refused(shop)
    then = rows.first_crawl().started_at
    days = [then + timedelta(days=day) for day in range(MOST_DATES + 1)]
    with one_moment():
        asked = [out_of_sight(day) for day in days]
        assert [bool(each.places) for each in asked] == [False] + [True] * MOST_DATES
        with django_assert_num_queries(0):
            assert out_of_sight(days[-1]) is asked[-1]
        assert out_of_sight(days[0]) == asked[0]
