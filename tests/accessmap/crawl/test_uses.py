from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from accessmap.aws.collector import Use, Where
from accessmap.crawl.look import Reading
from accessmap.crawl.uses import store_uses
from accessmap.models import RoleUse
from tests import rows
from tests.cast import PAYMENTS, TANUKI

pytestmark = pytest.mark.django_db
ROLE = f"arn:aws:iam::{PAYMENTS}:role/vendor-readonly"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def use(caller: str = "AROA3POLLER", at: datetime = NOON, **days: int) -> Use:
    told = {day.replace("_", "-").removeprefix("on-"): n for day, n in days.items()}
    return Use(ROLE, caller, TANUKI, "AssumeRole", told, at, at)


def read(*uses: Use, region: str = "eu-west-1") -> None:
    reading = Reading(Where(PAYMENTS, region), "event_history", "cloudtrail")
    reading.uses = list(uses)
    store_uses(rows.make_crawl(), reading)


def test_what_is_read_twice_counts_once() -> None:
    read(use(on_2026_11_20=3))
    read(use(on_2026_11_20=3))
    assert RoleUse.objects.get().days == {"2026-11-20": 3}


def test_a_day_goes_on_and_a_half_read_day_never_shrinks() -> None:
    read(use(on_2026_11_20=3, on_2026_11_21=1))
    read(use(at=NOON + timedelta(days=1), on_2026_11_20=1, on_2026_11_21=4))
    row = RoleUse.objects.get()
    assert row.days == {"2026-11-20": 3, "2026-11-21": 4}
    assert (row.first_at, row.last_at) == (NOON, NOON + timedelta(days=1))


def test_what_aws_has_forgotten_stays_known() -> None:
    read(use(on_2026_11_20=3))
    read()
    read(use("AROA3OTHER", on_2026_11_21=1))
    assert RoleUse.objects.count() == 2


def test_each_region_counts_for_itself() -> None:
    read(use(on_2026_11_20=3))
    read(use(on_2026_11_20=2), region="us-east-1")
    assert sorted(row.times_since(NOON) for row in RoleUse.objects.all()) == [2, 3]


def test_the_crawl_that_saw_it_first_is_kept() -> None:
    read(use(on_2026_11_20=3))
    first = RoleUse.objects.get().began_crawl_id
    read(use(on_2026_11_20=5))
    assert RoleUse.objects.get().began_crawl_id == first
