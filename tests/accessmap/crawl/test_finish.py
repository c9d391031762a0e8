from __future__ import annotations

import pytest
from django.utils import timezone

from accessmap.crawl.finish import finish_crawl
from accessmap.models import Coverage, Crawl, Scope
from tests import cast

pytestmark = pytest.mark.django_db


def cover(crawl: Crawl, outcome: str, *, collector: str = "iam", gaps: int = 0) -> None:
    now = timezone.now()
    Coverage.objects.create(
        crawl=crawl,
        account_id=cast.PAYMENTS,
        collector=collector,
        service="iam",
        outcome=outcome,
        gap_count=gaps,
        started_at=now,
        finished_at=now,
    )


def ended(crawl: Crawl) -> str:
    return str(finish_crawl(crawl.pk).state)


def test_all_read_is_complete() -> None:
    crawl = Crawl.objects.create()
    cover(crawl, "complete")
    cover(crawl, "region-off", collector="kms")

    assert ended(crawl) == "complete"


@pytest.mark.parametrize("outcome", ["denied", "throttled", "failed", "account-state"])
def test_a_place_that_was_not_read_makes_it_partial(outcome: str) -> None:
    crawl = Crawl.objects.create()
    cover(crawl, "complete")
    cover(crawl, outcome, collector="kms")

    assert ended(crawl) == "partial"


def test_one_gap_makes_it_partial() -> None:
    crawl = Crawl.objects.create()
    cover(crawl, "complete", collector="s3", gaps=1)

    assert ended(crawl) == "partial"


def test_nothing_read_is_a_failure() -> None:
    crawl = Crawl.objects.create()
    cover(crawl, "denied")

    assert ended(crawl) == "failed"


def test_it_does_not_end_before_its_work() -> None:
    crawl = Crawl.objects.create()
    cover(crawl, "complete")
    Scope.objects.create(crawl=crawl, account_id=cast.PAYMENTS, collector="s3")

    assert finish_crawl(crawl.pk).finished_at is None
