from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accessmap.graph.last_accessed import Tried, is_asked, tried_by
from accessmap.models import Grant
from accessmap.policy.kinds import Zone
from tests import rows

pytestmark = pytest.mark.django_db
TOLD = {"kms": "2026-10-01T08:00:00+00:00", "s3": "2026-11-03T08:00:00+00:00"}


@pytest.fixture
def aiko(client: Client) -> Client:
    client.force_login(rows.make_user())
    return client


def grant(told: dict[str, str] | None = None, **facts: Any) -> Grant:
    role = rows.make_resource(facts=facts)
    if told is not None:
        rows.make_report(role, told)
    return rows.make_grant(role)


def tried(row: Grant) -> Tried | None:
    return tried_by([row]).get(row.resource.arn)


def test_the_last_tried_comes_first() -> None:
    assert tried(grant(TOLD)) == {
        "told_on": "2026-11-23",
        "service_count": 14,
        "services": [
            {"name": "s3", "at": "2026-11-03T08:00:00+00:00"},
            {"name": "kms", "at": "2026-10-01T08:00:00+00:00"},
        ],
    }


def test_what_was_not_told_is_not_known() -> None:
    assert tried(grant()) is None


def test_what_was_told_of_a_role_of_the_same_name_is_not_believed() -> None:
    assert tried(grant(TOLD, created_at="2026-11-24T09:00:00+00:00")) is None
    assert tried(grant(TOLD, created_at="2026-11-23T09:00:00+00:00")) is not None


def test_many_are_asked_for_at_once(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(5):
        grant(TOLD)
    many = list(Grant.objects.select_related("resource"))
    with django_assert_num_queries(1):
        assert len(tried_by(many)) == 5


def test_a_sign_in_is_not_asked_about() -> None:
    row = grant()
    assert is_asked(row)

    row.zone = Zone.FEDERATED
    assert not is_asked(row)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (TOLD, "its policies allow, <strong>2</strong> were tried in 400 days"),
        ({}, "its policies allow, <strong>0</strong> were tried"),
        (None, "Not known"),
    ],
)
def test_the_page_of_a_grant_says_it(
    aiko: Client, told: dict[str, str] | None, said: str
) -> None:
    body = aiko.get(grant(told).get_absolute_url()).content.decode()

    _before, _, after = body.partition("<dt>Services tried</dt>")
    assert said in after.partition("</dd>")[0]
