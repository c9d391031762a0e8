"""A crawl ends, and many look at once."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import connection

from reviews.models import Campaign
from reviews.operations.open_due_campaigns import open_due_campaigns
from tests.reviews.operations.test_between_campaigns import daily, new_grant
from tests.reviews.operations.test_races import at_once
from tests.reviews.story import grants

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]


def test_a_crawl_is_followed_by_one_review_however_many_jobs_run() -> None:
    grants(1)
    daily(is_at_once=True)
    grant = new_grant()
    came = at_once(*[open_due_campaigns] * 6)
    assert sum(Counter(each)["opened"] for each in came if isinstance(each, dict)) == 1
    assert [each.grant for each in Campaign.objects.get().items.all()] == [grant]
