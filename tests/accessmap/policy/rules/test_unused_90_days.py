from __future__ import annotations

from datetime import timedelta

import pytest

from tests.accessmap.policy.explain.grants import GRANTS
from tests.accessmap.policy.rules.scene import NOW, said

VENDOR = GRANTS["role: vendor"]


def unused(days):
    last = NOW - timedelta(days=days)
    return said("unused-90-days", VENDOR, last_used_at=last, is_role_use_known=True)


@pytest.mark.parametrize("days", [90, 214, 364])
def test_it_says_since_when(days):
    since = NOW - timedelta(days=days)
    assert unused(days) == {"since": since.date().isoformat()}


@pytest.mark.parametrize("days", [-1, 0, 89, 365])
def test_it_leaves_the_rest(days):
    assert unused(days) is None


def test_what_was_not_read_is_not_unused():
    assert said("unused-90-days", VENDOR) is None
    assert said("unused-90-days", VENDOR, is_role_use_known=True) is None


def test_a_role_never_used_counts_from_its_first_day():
    made = NOW - timedelta(days=120)
    found = said("unused-90-days", VENDOR, created_at=made, is_role_use_known=True)
    assert found == {"since": made.date().isoformat()}


def test_a_bucket_has_no_last_use():
    last = NOW - timedelta(days=100)
    bucket = GRANTS["bucket: public read"]
    assert (
        said("unused-90-days", bucket, last_used_at=last, is_role_use_known=True)
        is None
    )
