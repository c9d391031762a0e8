from __future__ import annotations

from datetime import timedelta

import pytest

from accessmap.policy.rule import Circumstances
from accessmap.policy.use import days_unused
from tests.accessmap.policy.rules.scene import NOW, ZONE


@pytest.mark.parametrize(
    ("facts", "days"),
    [
        ({}, None),
        ({"is_role_use_known": True}, None),
        ({"last_used_at": NOW - timedelta(days=3)}, None),
        ({"is_role_use_known": True, "last_used_at": NOW - timedelta(days=3)}, 3),
        ({"is_role_use_known": True, "last_used_at": NOW + timedelta(days=3)}, 0),
        ({"is_role_use_known": True, "created_at": NOW - timedelta(days=9)}, 9),
        ({"is_role_use_known": True, "created_at": NOW - timedelta(days=900)}, 400),
    ],
)
def test_unused_is_told_from_unknown(facts, days):
    assert days_unused(Circumstances(zone=ZONE, now=NOW, **facts)) == days
