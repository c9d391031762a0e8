from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from accessmap.graph.generation import one_moment
from accessmap.graph.parties import Parties
from accessmap.graph.remembered import remembered
from accessmap.models import Account
from accessmap.spoken import Speaker
from tests.cast import PAYMENTS, TANUKI
from tests.rows import make_account, make_counterparty, make_crawl

pytestmark = pytest.mark.django_db


def test_it_is_read_once_until_a_fact_changes() -> None:
    read: list[int] = []

    def count() -> int:
        read.append(1)
        return len(read)

    assert [remembered("count", count), remembered("count", count)] == [1, 1]
    make_crawl()
    assert [remembered("count", count), remembered("count", count)] == [2, 2]


def test_within_one_moment_the_generation_is_asked_for_once(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    remembered("one", lambda: 1)
    with django_assert_num_queries(2), one_moment():
        assert [remembered("one", lambda: 2) for _time in range(3)] == [1, 1, 1]
    make_crawl()
    assert remembered("one", lambda: 2) == 2


def test_each_name_is_remembered_by_itself() -> None:
    assert remembered("one", lambda: 1) == 1
    assert remembered("two", lambda: 2) == 2


def test_a_crawl_or_the_operator_changes_who_is_called_how() -> None:
    make_account()
    assert Speaker("en").names.accounts == {PAYMENTS: "payments-prod"}
    assert Parties().members == {PAYMENTS: "payments-prod"}
    Account.objects.update(name="payments-new")
    make_crawl()
    assert Speaker("en").names.accounts == {PAYMENTS: "payments-new"}
    make_counterparty(TANUKI, "Tanuki")
    assert Speaker("en").names.accounts[TANUKI] == "Tanuki"
    assert Parties().account(TANUKI).name == "Tanuki"
