from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from accessmap.models import Grant
from reviews.judged import judged
from reviews.lifecycle import Purpose
from tests import rows
from tests.cast import RIN
from tests.reviews import story

pytestmark = pytest.mark.django_db


def test_the_newest_decision_counts_and_the_last_purpose_stays() -> None:
    asked = story.item()
    first = story.confirm(asked, purpose=Purpose.JOINT_DEVELOPMENT, ticket="JD-1")
    again = story.confirm(story.reopened(asked.campaign).items.get(), reason="Still.")
    other = rows.make_grant()
    found = judged([asked.grant, other])
    assert found[asked.grant.pk].decision == again
    assert found[asked.grant.pk].purpose in {first, again}
    assert found[other.pk].decision is None


@pytest.mark.parametrize("count", [1, 10])
def test_many_cost_the_queries_of_one(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    story.rin()
    account = rows.make_account(tags={"Owner": RIN})
    for _each in range(count):
        rows.make_grant(rows.make_resource(account))
    grants = list(Grant.objects.select_related("resource"))
    with django_assert_num_queries(7):
        judged(grants)


def test_who_is_asked_stands_until_they_have_decided() -> None:
    asked = story.item()
    assert judged([asked.grant])[asked.grant.pk].waiting == (asked,)

    story.confirm(asked)

    assert judged([asked.grant])[asked.grant.pk].waiting == ()
