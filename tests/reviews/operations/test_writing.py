"""What was written in masses is known to the database's planner at once."""

from __future__ import annotations

import pytest
from django.db import connection

from reviews.models import ReviewItem
from reviews.operations.writing import count_anew
from tests.reviews.story import campaign

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
def test_the_planner_knows_how_many_items_a_campaign_has_as_soon_as_it_is_open() -> (
    None
):
    campaign(7)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reltuples FROM pg_class WHERE relname = %s",
            ["reviews_reviewitem"],
        )
        assert cursor.fetchone()[0] >= 7


def test_other_databases_are_left_alone() -> None:
    count_anew(ReviewItem)
