from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accessmap.crawl import lease
from accessmap.crawl.lease import LeaseLost, Work
from accessmap.models import Crawl, Scope
from tests import cast

pytestmark = pytest.mark.django_db


def scope(crawl: Crawl | None = None, collector: str = "iam") -> Scope:
    return Scope.objects.create(
        crawl=crawl or Crawl.objects.create(),
        account_id=cast.PAYMENTS,
        collector=collector,
    )


def claimed(row: Scope) -> Work:
    work = lease.claim(row.pk)
    assert work is not None
    return work


def run_out(row: Scope) -> None:
    late = timezone.now() - timedelta(seconds=1)
    Scope.objects.filter(pk=row.pk).update(lease_expires_at=late)


def test_two_workers_do_not_lease_one_scope() -> None:
    row = scope()

    assert lease.claim(row.pk) is not None
    assert lease.claim(row.pk) is None


def test_a_lease_that_ran_out_is_taken_over_with_a_new_token() -> None:
    row = scope()
    first = claimed(row)
    run_out(row)

    second = claimed(row)

    assert second.token == first.token + 1
    assert second.attempts == 2


def test_an_orphan_can_neither_renew_nor_finish() -> None:
    row = scope()
    orphan = claimed(row)
    run_out(row)
    claimed(row)

    with pytest.raises(LeaseLost, match="taken over by another worker"):
        lease.renew(orphan)
    with pytest.raises(LeaseLost):
        lease.finish(orphan)
    lease.give_back(orphan)
    assert Scope.objects.get().state == Scope.State.LEASED


def test_a_renewed_lease_is_not_taken_over() -> None:
    row = scope()
    work = claimed(row)
    run_out(row)

    lease.renew(work)

    assert lease.claim(row.pk) is None


def test_a_done_scope_is_never_done_again() -> None:
    row = scope()
    lease.finish(claimed(row))

    assert lease.claim(row.pk) is None


def test_nothing_of_an_ended_crawl_is_leased() -> None:
    row = scope(Crawl.objects.create(finished_at=timezone.now()))

    assert lease.claim(row.pk) is None


def test_grants_come_after_everything_else_of_their_account() -> None:
    crawl = Crawl.objects.create()
    reading = scope(crawl)
    grants = scope(crawl, lease.GRANTS)
    assert set(lease.ready(crawl.pk)) == {reading}

    lease.finish(claimed(reading))

    assert set(lease.ready(crawl.pk)) == {grants}
