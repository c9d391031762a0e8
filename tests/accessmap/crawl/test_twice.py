"""Each job delivered many times, by workers that do not know of each other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accessmap.crawl import lease
from accessmap.crawl.finish import finish_crawl
from accessmap.crawl.lease import LeaseLost
from accessmap.crawl.run import read, run_scopes, settle
from accessmap.crawl.start import start_crawl
from accessmap.models import Coverage, Crawl, Gap, Grant, Resource, Scope, Snapshot
from tests.accessmap.aws_world import World, denied_s3, fault
from tests.accessmap.crawl.crawling import crawl, do

pytestmark = [pytest.mark.aws, pytest.mark.fault]


def rows() -> dict[str, int]:
    return {
        model.__name__: model.objects.count()
        for model in (Coverage, Gap, Grant, Resource, Scope, Snapshot)
    }


def by_jobs(begun: Crawl, *, times: int) -> Crawl:
    """Do a crawl as jobs do, each delivered ``times`` times."""
    while scopes := list(lease.ready(begun.pk)):
        for scope in scopes:
            for _ in range(times):
                run_scopes(scope.pk)
    for _ in range(times):
        finish_crawl(begun.pk)
    return Crawl.objects.get(pk=begun.pk)


@pytest.fixture(autouse=True)
def _no_broker(world: World, settings: Any) -> None:
    """Rings are kept until a commit that a test never makes."""


def test_ten_deliveries_write_what_one_writes(world: World) -> None:
    done = by_jobs(start_crawl(trigger="command"), times=10)
    ten = rows()

    Crawl.objects.exclude(pk=done.pk).delete()
    assert done.finished_at is not None
    assert ten["Coverage"] == Coverage.objects.filter(crawl=done).count()
    assert not Scope.objects.unfinished().exists()
    crawl()
    assert rows()["Snapshot"] == ten["Snapshot"]
    assert rows()["Grant"] == ten["Grant"]


def test_jobs_and_threads_write_the_same(world: World) -> None:
    by_jobs(start_crawl(trigger="command"), times=1)
    jobs = rows()

    crawl()

    threads = rows()
    for name in ("Grant", "Resource", "Snapshot"):
        assert threads[name] == jobs[name]
    assert threads["Coverage"] == 2 * jobs["Coverage"]


def test_an_orphan_writes_nothing_after_its_lease_was_taken_over(world: World) -> None:
    crawl()
    begun = start_crawl(trigger="command")
    do(begun.scopes.get().pk)
    do(begun.scopes.get(account_id=world.payments).pk)
    buckets = begun.scopes.get(account_id=world.payments, collector="s3")
    orphan = lease.claim(buckets.pk)
    assert orphan is not None

    # The orphan sees an account where everything was deleted …
    empty = world.client("s3", world.payments)
    for name in ("payments-logs", "payments-reports"):
        empty.delete_bucket(Bucket=name)
    stale = read(orphan, lambda: None)
    # … the buckets come back, its lease runs out, and another worker does the work.
    place = {"LocationConstraint": "ap-northeast-1"}
    for name in ("payments-logs", "payments-reports"):
        empty.create_bucket(Bucket=name, CreateBucketConfiguration=place)
    late = timezone.now() - timedelta(seconds=1)
    Scope.objects.filter(pk=buckets.pk).update(lease_expires_at=late)
    do(buckets.pk)

    with pytest.raises(LeaseLost):
        settle(orphan, stale)

    rows = Coverage.objects.filter(crawl=begun, collector="s3")
    assert rows.values("resource_type").distinct().count() == rows.count()
    assert Resource.objects.get(name="payments-logs").ended_at is None
    assert Resource.objects.get(name="payments-reports").ended_at is None


def test_a_lost_lease_stops_the_reading(world: World) -> None:
    begun = start_crawl(trigger="command")
    do(begun.scopes.get().pk)
    do(begun.scopes.get(account_id=world.payments).pk)
    buckets = begun.scopes.get(account_id=world.payments, collector="s3")
    work = lease.claim(buckets.pk)
    assert work is not None
    Scope.objects.filter(pk=buckets.pk).update(lease_token=99)

    with pytest.raises(LeaseLost):
        read(work, lambda: lease.renew(work))


def test_a_gap_once_mended_is_no_gap(world: World) -> None:
    with fault("s3", "GetBucketPolicy", lambda _: denied_s3()):
        crawl()
    assert Gap.objects.count() == 2

    second = crawl()

    assert not Gap.objects.filter(coverage__crawl=second).exists()
    assert Resource.objects.filter(resource_type="AWS::S3::Bucket").count() == 2
