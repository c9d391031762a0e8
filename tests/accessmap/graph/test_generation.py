from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import timezone, translation

from accessmap.graph.generation import etag, generation
from accessmap.models import Counterparty, Flag, Grant, Hold
from tests.rows import (
    end_grant,
    first_crawl,
    make_account,
    make_counterparty,
    make_crawl,
    make_grant,
)

pytestmark = pytest.mark.django_db


def end_another_at_the_same_moment() -> None:
    ended = Grant.objects.exclude(ended_at=None).get()
    Grant.objects.filter(ended_at=None).update(
        ended_at=ended.ended_at, ended_crawl=ended.ended_crawl
    )


def release() -> None:
    Hold.objects.update(released_at=timezone.now())


def rename() -> None:
    Counterparty.objects.update(name="Another name")


@pytest.fixture
def facts() -> None:
    end_grant(make_grant(flags=("confused-deputy",)))
    make_grant()
    make_counterparty()
    Hold.objects.create(
        crawl=first_crawl(), account_id="1" * 12, missing_count=1, current_count=1
    )


def name_another() -> None:
    make_counterparty("5" * 12, "New")


def join() -> None:
    make_account("6" * 12)


def raise_a_flag() -> None:
    current = Grant.objects.get(ended_at=None)
    Flag.objects.create(grant=current, rule_id="public", severity="high")


CHANGES: list[Callable[[], Any]] = [
    make_crawl,
    make_grant,
    end_another_at_the_same_moment,
    release,
    rename,
    name_another,
    join,
    raise_a_flag,
]


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_the_map_makes_a_new_generation(
    facts: None, change: Callable[[], Any]
) -> None:
    before = generation()
    assert generation() == before
    change()
    assert generation() != before


def test_each_reader_and_each_address_has_its_own() -> None:
    first_crawl()
    plain = etag(QueryDict(""))
    found = {plain, etag(QueryDict("verdict=public"))}
    with translation.override("ja"):
        found.add(etag(QueryDict("")))
    with timezone.override("Asia/Tokyo"):
        found.add(etag(QueryDict("")))
    assert len(found) == 4
    assert etag(QueryDict("")) == plain


def test_it_costs_two_queries(django_assert_num_queries: Any) -> None:
    make_grant()
    with django_assert_num_queries(2):
        etag(QueryDict(""))
