from __future__ import annotations

from datetime import timedelta

import pytest

from tests.accessmap.policy.explain.grants import GRANTS
from tests.accessmap.policy.rules.scene import NOW, said

VENDOR = GRANTS["role: vendor"]


def unused(days):
    last = NOW - timedelta(days=days)
    return said("unused-365-days", VENDOR, last_used_at=last, is_role_use_known=True)


@pytest.mark.parametrize("days", [365, 1000])
def test_it_says_since_when(days):
    since = NOW - timedelta(days=days)
    assert unused(days) == {"since": since.date().isoformat()}


def test_it_leaves_the_younger_to_the_other_rule():
    assert unused(364) is None


def test_a_role_never_used_counts_from_its_first_day():
    made = NOW - timedelta(days=2000)
    found = said("unused-365-days", VENDOR, created_at=made, is_role_use_known=True)
    assert found == {"since": made.date().isoformat()}
