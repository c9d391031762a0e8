from __future__ import annotations

from tests.accessmap.policy.explain.grants import GRANTS
from tests.accessmap.policy.rules.scene import said

VENDOR = GRANTS["role: vendor"]


def test_who_comes_from_elsewhere_leaves_no_trace():
    assert said("no-trail", VENDOR, is_logged=False) == {}


def test_it_is_silent_where_a_trail_is_on_or_nobody_can_tell():
    assert said("no-trail", VENDOR, is_logged=True) is None
    assert said("no-trail", VENDOR) is None


def test_what_is_done_to_a_bucket_is_another_matter():
    bucket = GRANTS["bucket: public read"]
    assert said("no-trail", bucket, is_logged=False) is None
