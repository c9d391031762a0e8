from __future__ import annotations

import pytest

from accessmap.derive.grants import derive_account
from accessmap.derive.release import release_hold
from accessmap.models import Grant, Hold, Snapshot
from tests import rows
from tests.cast import PAYMENTS

pytestmark = pytest.mark.django_db


def test_a_released_hold_lets_the_grants_end() -> None:
    for _each in range(21):
        rows.make_snapshot(rows.make_resource())
    derive_account(rows.first_crawl(), PAYMENTS)
    later = rows.make_crawl()
    rows.make_coverage(later)
    Snapshot.objects.update(ended_at=later.started_at, ended_crawl=later)
    derive_account(later, PAYMENTS)
    aiko = rows.make_user()
    assert release_hold(Hold.objects.get(), released_by=aiko).ended == 21
    assert not Grant.objects.current().exists()
    assert Hold.objects.get().released_by == aiko
    assert not Hold.objects.open().exists()


def test_a_hold_on_the_organization_is_left_to_the_next_crawl() -> None:
    hold = Hold.objects.create(
        crawl=rows.make_crawl(), account_id="", missing_count=9, current_count=9
    )
    assert release_hold(hold).ended == 0
    hold.refresh_from_db()
    assert hold.released_at
