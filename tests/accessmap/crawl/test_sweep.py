from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accessmap.crawl import lease
from accessmap.crawl.sweep import recover
from accessmap.models import Coverage, Crawl, Scope
from tests import cast

pytestmark = pytest.mark.django_db


def die(crawl: Crawl, collector: str = "kms") -> Scope:
    """Lease a scope and let the worker die over it."""
    row, _ = Scope.objects.get_or_create(
        crawl=crawl,
        account_id=cast.PAYMENTS,
        region="ap-northeast-1" if collector == "kms" else "",
        collector=collector,
    )
    assert lease.claim(row.pk)
    late = timezone.now() - timedelta(seconds=1)
    Scope.objects.filter(pk=row.pk).update(lease_expires_at=late)
    return row


def test_lost_work_waits_again() -> None:
    crawl = Crawl.objects.create()
    row = die(crawl)

    recover(crawl)

    row.refresh_from_db()
    assert (row.state, row.attempts) == (Scope.State.WAITING, 1)
    assert not Coverage.objects.exists()


def test_what_killed_three_workers_is_set_aside_and_told() -> None:
    crawl = Crawl.objects.create()
    for _ in range(3):
        row = die(crawl)
        recover(crawl)

    row.refresh_from_db()
    assert row.state == Scope.State.QUARANTINED
    coverage = Coverage.objects.get()
    assert (coverage.outcome, coverage.code) == ("failed", "Quarantined")
    assert coverage.region == "ap-northeast-1"
    recover(crawl)
    assert Coverage.objects.count() == 1


def test_an_account_that_killed_three_workers_is_told_for_every_collector() -> None:
    crawl = Crawl.objects.create()
    for _ in range(3):
        die(crawl, lease.ACCOUNT)
        recover(crawl)

    assert {"iam", "kms", "s3"} <= set(
        Coverage.objects.values_list("collector", flat=True)
    )


def test_a_living_lease_is_left_alone() -> None:
    crawl = Crawl.objects.create()
    row = Scope.objects.create(crawl=crawl, account_id=cast.PAYMENTS, collector="iam")
    assert lease.claim(row.pk)

    recover(crawl)

    row.refresh_from_db()
    assert row.state == Scope.State.LEASED
