from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from accessmap.graph.last_seen import LastSeen, last_seen, last_seen_among
from accessmap.models import Account, Derivation, Grant, Outcome
from accessmap.models.coverage import VANISHED
from tests import rows

pytestmark = pytest.mark.django_db


def seen_of(grant: Grant) -> LastSeen | None:
    row = Grant.objects.select_related("resource").get(pk=grant.pk)
    return last_seen(row)


def last_seen_on(on: datetime, **more: Any) -> LastSeen:
    return LastSeen(on, **more)


def test_what_the_newest_crawl_read_is_known() -> None:
    grant = rows.make_grant()
    rows.make_coverage()
    rows.make_coverage(collector="sqs", service="sqs", outcome=Outcome.DENIED)
    assert seen_of(grant) is None


def test_what_the_newest_crawl_could_not_read_is_as_it_was_read_last() -> None:
    grant = rows.make_grant()
    read = rows.make_coverage()
    rows.make_coverage(rows.make_crawl(), outcome=Outcome.DENIED)
    assert seen_of(grant) == last_seen_on(read.finished_at)


def test_one_resource_that_could_not_be_read_is_as_it_was() -> None:
    grant, other = rows.make_grant(), rows.make_grant()
    read = rows.make_coverage()
    rows.make_gap(rows.make_coverage(rows.make_crawl()), grant.resource.arn)
    assert seen_of(grant) == last_seen_on(read.finished_at)
    assert seen_of(other) is None


def test_an_account_that_left_is_as_it_was_last_seen() -> None:
    grant = rows.make_grant()
    read = rows.make_coverage()
    left_at = rows.make_crawl().started_at
    Account.objects.update(left_at=left_at)
    assert seen_of(grant) == last_seen_on(read.finished_at, left_at=left_at)


def test_what_is_missed_and_not_believed_is_as_it_was() -> None:
    grant = rows.make_grant()
    read = rows.make_coverage()
    crawl = rows.make_crawl()
    rows.make_coverage(crawl)
    Derivation.objects.create(
        account_id=grant.resource.account_id, grounds="", held={grant.pk: crawl.pk}
    )
    assert seen_of(grant) == last_seen_on(read.finished_at, is_doubted=True)


def test_a_resource_that_is_missed_with_too_much_else_is_as_it_was() -> None:
    grant = rows.make_grant()
    read = rows.make_coverage()
    crawl = rows.make_crawl()
    gaps = rows.make_coverage(crawl)
    rows.make_gap(gaps, grant.resource.arn, code=VANISHED)
    grant.resource.missed_at = crawl.started_at
    grant.resource.save()
    assert seen_of(grant) == last_seen_on(read.finished_at, is_doubted=True)


def test_what_is_gone_is_no_question() -> None:
    assert seen_of(rows.end_grant(rows.make_grant())) is None


def test_what_was_missing_by_itself_has_an_earlier_day_than_its_neighbour() -> None:
    alone, neighbour = rows.make_grant(), rows.make_grant()
    first = rows.make_coverage()
    second = rows.make_coverage(rows.make_crawl())
    rows.make_gap(second, alone.resource.arn)
    rows.make_coverage(rows.make_crawl(), outcome=Outcome.DENIED)
    found = last_seen_among(Grant.objects.select_related("resource"))
    assert found[alone.pk].on == first.finished_at
    assert found[neighbour.pk].on == second.finished_at
