"""Judgments say the same words about a grant as the map does."""

from __future__ import annotations

import pytest

from accessmap.policy import explain
from accessmap.policy.kinds import PolicyKind
from accessmap.spoken import Speaker
from tests.rows import make_counterparty, make_grant, make_snapshot

pytestmark = pytest.mark.django_db

READING = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}],
}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_row_is_said_with_the_names_we_know(language: str) -> None:
    make_counterparty()
    found = Speaker(language).spoken(make_grant())
    assert "Tanuki Observability" in explain.plain(found.sentence)
    assert found.headline
    assert found.consequence


def test_what_a_role_can_do_is_said_once_it_was_read() -> None:
    grant = make_grant()
    make_snapshot(
        grant.resource,
        kind=PolicyKind.INLINE,
        name="reading",
        content=READING,
    )
    said = explain.plain(Speaker("en").spoken(grant).consequence)
    assert "S3" in said
    assert "was not read" not in said


def test_a_policy_that_is_none_leaves_it_unread() -> None:
    grant = make_grant()
    make_snapshot(grant.resource, kind=PolicyKind.INLINE, name="odd", content="{")
    said = explain.plain(Speaker("en").spoken(grant).consequence)
    assert "was not read" in said
