"""A way that stands on what could not be read since says so at that hop."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from accessmap.graph.asked import answer
from accessmap.graph.question import Question
from accessmap.models import Account, Grant, Outcome
from accessmap.reach import fresh
from tests import rows
from tests.cast import PAYMENTS, TANUKI

pytestmark = pytest.mark.django_db
SAID = "As last seen on 23 November 2026. What it is now is unknown."


@pytest.fixture(autouse=True)
def grant() -> Grant:
    """Tanuki may become a role of payments-prod, as the first crawl read."""
    found = rows.make_grant()
    rows.make_coverage()
    fresh.rebuild()
    return found


def doubts() -> tuple[str, ...]:
    """Return what is doubted of the one hop from Tanuki into payments-prod."""
    fresh.rebuild()
    return answer(Question(TANUKI, PAYMENTS)).routes[0][0].doubts


def test_what_was_read_is_not_doubted_for_its_age() -> None:
    assert SAID not in doubts()


def test_a_grant_of_an_account_that_refuses_is_as_last_seen() -> None:
    rows.make_coverage(rows.make_crawl(), outcome=Outcome.DENIED)
    assert doubts()[0] == SAID


def test_the_command_says_it_too() -> None:
    rows.make_coverage(rows.make_crawl(), outcome=Outcome.DENIED)
    fresh.rebuild()
    out = StringIO()
    call_command("reach", TANUKI, PAYMENTS, stdout=out)
    assert SAID in out.getvalue()


def test_a_grant_of_an_account_that_left_is_as_last_seen(grant: Grant) -> None:
    crawl = rows.make_crawl()
    Account.objects.update(left_at=crawl.started_at)
    fresh.rebuild()
    role = grant.resource.arn
    assert SAID in answer(Question(TANUKI, role)).routes[0][0].doubts


def test_beside_every_list_stands_that_ways_may_be_as_last_seen() -> None:
    assert answer(Question("", PAYMENTS)).unread.sentence == ""
    rows.make_coverage(rows.make_crawl(), outcome=Outcome.DENIED)
    fresh.rebuild()
    said = "could hide a way, and a way through it is as it was last seen."
    assert answer(Question("", PAYMENTS)).unread.sentence.endswith(said)
