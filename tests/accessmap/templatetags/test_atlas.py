from __future__ import annotations

import pytest

from accessmap.templatetags.atlas import last_used, statement_of
from tests.rows import make_grant, make_resource, make_snapshot, trust

pytestmark = pytest.mark.django_db


def test_a_role_says_when_it_was_last_used() -> None:
    role = make_resource(facts={"last_used_at": "2026-04-23T02:00:00+00:00"})
    assert last_used(make_grant(role)) == "23 April 2026"


def test_never_used_is_not_the_same_as_not_known() -> None:
    never = make_grant(make_resource(facts={"last_used_at": None}))
    unknown = make_grant(make_resource())
    assert last_used(never).startswith("Never")
    assert last_used(unknown).startswith("Not known")


def test_only_the_statement_of_the_grant_is_shown() -> None:
    role = make_resource()
    content = trust({"AWS": "*"})
    content["Statement"].append({"Effect": "Deny", "Principal": "*", "Action": "*"})
    make_snapshot(role, content)
    [block] = statement_of(make_grant(role, statements=(1,)))
    text = "".join(part.text for line in block.lines for part in line)
    assert "Deny" in text
    assert "Allow" not in text
