from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from accessmap.derive.circumstances import Bystanders, statement
from accessmap.derive.zone import World
from accessmap.policy.kinds import PolicyKind
from accessmap.policy.rule import Circumstances
from tests import rows
from tests.cast import PAYMENTS

pytestmark = pytest.mark.django_db


def circumstances(**facts: Any) -> Circumstances:
    snapshot = rows.make_snapshot(rows.make_resource(facts=facts))
    bystanders = Bystanders(rows.first_crawl(), PAYMENTS, World.now())
    return bystanders.of(rows.grant_value(snapshot.resource), snapshot, ("AROAGONE",))


def test_rules_know_how_the_role_is_used() -> None:
    found = circumstances(last_used_at="2026-04-23T00:00:00Z", max_session_seconds=3600)
    assert found.last_used_at == datetime(2026, 4, 23, tzinfo=UTC)
    assert found.is_role_use_known
    assert found.max_session_seconds == 3600
    assert found.stale_principals == ("AROAGONE",)
    assert found.statement["Effect"] == "Allow"
    assert found.now == rows.THEN


def test_never_used_is_not_the_same_as_not_known() -> None:
    assert circumstances(last_used_at=None).is_role_use_known
    assert not circumstances().is_role_use_known


def test_rules_know_what_the_role_itself_may_do() -> None:
    own, attached = {"Statement": []}, {"Statement": {"Effect": "Deny"}}
    role = rows.make_resource()
    snapshot = rows.make_snapshot(role)
    rows.make_snapshot(role, own, kind=PolicyKind.INLINE, name="own")
    # The collector keeps an attached policy's text on the role that carries it.
    rows.make_snapshot(role, attached, kind=PolicyKind.MANAGED, name="arn:policy")
    bystanders = Bystanders(rows.first_crawl(), PAYMENTS, World.now())
    found = bystanders.of(rows.grant_value(role), snapshot, ())
    assert [json.loads(str(text)) for text in found.identity_documents] == [
        own,
        attached,
    ]


@pytest.mark.parametrize("text", ["no json", "[]", "{}", '{"Statement": [1]}'])
def test_a_statement_that_is_not_there_is_empty(text: str) -> None:
    assert statement(text, (0,)) == {}


def test_a_statement_without_a_list_is_found() -> None:
    assert statement('{"Statement": {"Sid": "A"}}', (0,)) == {"Sid": "A"}
