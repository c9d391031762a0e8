from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from accessmap.graph.generation import one_moment
from accessmap.graph.tally import tally
from accessmap.models import Grant
from accessmap.policy.grant import Blocker
from tests import rows

pytestmark = pytest.mark.django_db


def test_open_blocked_and_ended_are_counted_apart(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    rows.make_grant()
    rows.make_grant()
    stopped = Blocker("scp", "only-our-org")
    rows.make_grant(blocked_by=(stopped,))
    gone = rows.end_grant(rows.make_grant(blocked_by=(stopped,)))
    rows.make_coverage()
    with one_moment():
        tally(Grant.objects.all())  # what could not be read is looked for once
        with django_assert_num_queries(1):
            found = tally(Grant.objects.all())
    assert (found.open, found.blocked, found.ended) == (2, 1, 1)
    assert (found.held, found.count) == (3, 4)
    assert found.held_by_verdict == [("external", 3)]
    assert found.by_verdict == [("external", 4)]
    assert found.chips == [("external", 4, 2)]
    before = tally(Grant.objects.all(), gone.ended_at - timedelta(seconds=1))
    assert (before.open, before.blocked, before.ended) == (2, 2, 0)
