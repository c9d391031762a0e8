from __future__ import annotations

import pytest

from accessmap.derive.grants import derive_account
from accessmap.derive.place import place_of
from accessmap.models import Grant
from tests import rows
from tests.cast import KUMO, PAYMENTS, TANUKI

pytestmark = pytest.mark.django_db


def test_a_grant_is_found_again_where_the_document_changed_around_it() -> None:
    snapshot = rows.make_snapshot()
    derive_account(rows.first_crawl(), PAYMENTS)
    later = rows.make_crawl()
    snapshot.ended_at, snapshot.ended_crawl = later.started_at, later
    snapshot.save()
    policy = rows.trust({"AWS": KUMO})
    policy["Statement"] += rows.trust({"AWS": TANUKI})["Statement"]
    newer = rows.make_snapshot(snapshot.resource, policy, began_crawl=later)
    derive_account(later, PAYMENTS)
    place = place_of(Grant.objects.get(principal=TANUKI))
    assert place.snapshot == newer
    assert place.statements == (1,)


def test_an_ended_grant_is_shown_where_it_stood() -> None:
    grant = rows.end_grant(rows.make_grant())
    assert place_of(grant).snapshot == grant.snapshot
