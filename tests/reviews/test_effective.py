"""Which decision counts: the one that no later one supersedes."""

from __future__ import annotations

import pytest
from django.db import connection

from reviews.lifecycle import Verdict
from reviews.models import Decision
from reviews.operations.decide_item import decide_item
from tests.reviews import story

pytestmark = pytest.mark.django_db


def test_of_two_decisions_the_later_one_counts() -> None:
    item = story.item()
    decide_item(item, reviewer=item.reviewer, verdict=Verdict.REVOKE, reason="Gone.")
    item.refresh_from_db()
    decide_item(item, reviewer=item.reviewer, verdict=Verdict.CONFIRM, reason="Needed.")
    assert [each.verdict for each in Decision.objects.effective()] == [Verdict.CONFIRM]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
def test_postgresql_takes_the_question_for_what_it_is() -> None:
    # Of an outer join it expected one row, and read 100,000 decisions for each item.
    assert "Anti Join" in Decision.objects.effective().explain()
