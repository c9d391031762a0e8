from __future__ import annotations

import pytest

from tests.accessmap.policy.explain.grants import GRANTS
from tests.accessmap.policy.rules.scene import said

VENDOR = GRANTS["role: vendor"]


def test_it_says_for_how_many_hours():
    found = said("long-session", VENDOR, max_session_seconds=12 * 3600)
    assert found == {"hours": "12"}


@pytest.mark.parametrize("seconds", [None, 3600, 4 * 3600])
def test_four_hours_are_not_too_long_and_unknown_is_not_long(seconds):
    assert said("long-session", VENDOR, max_session_seconds=seconds) is None


@pytest.mark.parametrize("name", ["role: own account", "role: EC2", "key: decrypt"])
def test_only_those_from_elsewhere_are_counted(name):
    assert said("long-session", GRANTS[name], max_session_seconds=43200) is None
