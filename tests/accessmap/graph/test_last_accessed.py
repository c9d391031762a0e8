from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from accessmap.graph.last_accessed import SUFFIX, is_asked, tried
from accessmap.models import Grant
from accessmap.policy.kinds import Zone
from tests import rows

pytestmark = pytest.mark.django_db
TOLD: dict[str, Any] = {
    "asked_on": "2026-11-23",
    "tried": {"kms": "2026-10-01T08:00:00+00:00", "s3": "2026-11-03T08:00:00+00:00"},
    "service_count": 14,
}


@pytest.fixture
def aiko(client: Client) -> Client:
    client.force_login(rows.make_user())
    return client


def grant(told: dict[str, Any] | None = None, **facts: Any) -> Grant:
    role = rows.make_resource(facts=facts)
    if told is not None:
        rows.make_resource(
            arn=f"{role.arn}{SUFFIX}",
            resource_type="AWS::IAM::ServiceLastAccessed",
            collector="iam_last_accessed",
            facts={"role": role.arn, **told},
        )
    return rows.make_grant(role)


def test_the_last_tried_comes_first() -> None:
    found = tried(grant(TOLD))

    assert found is not None
    assert (found.told_on, found.service_count) == (date(2026, 11, 23), 14)
    assert found.services == (
        ("s3", datetime(2026, 11, 3, 8, tzinfo=UTC)),
        ("kms", datetime(2026, 10, 1, 8, tzinfo=UTC)),
    )


def test_what_was_not_told_is_not_known() -> None:
    assert tried(grant()) is None


def test_what_was_told_of_a_role_of_the_same_name_is_not_believed() -> None:
    assert tried(grant(TOLD, created_at="2026-11-24T09:00:00+00:00")) is None
    assert tried(grant(TOLD, created_at="2026-11-23T09:00:00+00:00")) is not None


def test_a_sign_in_is_not_asked_about() -> None:
    row = grant()
    assert is_asked(row)

    row.zone = Zone.FEDERATED
    assert not is_asked(row)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (TOLD, "its policies allow, <strong>2</strong> were tried in 400 days"),
        ({**TOLD, "tried": {}}, "its policies allow, <strong>0</strong> were tried"),
        (None, "Not known"),
    ],
)
def test_the_page_of_a_grant_says_it(
    aiko: Client, told: dict[str, Any] | None, said: str
) -> None:
    body = aiko.get(grant(told).get_absolute_url()).content.decode()

    _before, _, after = body.partition("<dt>Services tried</dt>")
    assert said in after.partition("</dd>")[0]
