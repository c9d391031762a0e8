from __future__ import annotations

from tests.accessmap.policy.explain.grants import GRANTS
from tests.accessmap.policy.rules.scene import said


def test_it_flags_what_the_world_may_use():
    assert said("public", GRANTS["bucket: public read"]) == {}
    assert said("public", GRANTS["role: anyone"]) == {}


def test_it_is_silent_where_block_public_access_stops_it():
    assert said("public", GRANTS["bucket: public, stopped"]) is None


def test_a_part_that_is_stopped_leaves_the_rest_public():
    assert said("public", GRANTS["bucket: public, stopped by a Deny in part"]) == {}


def test_a_condition_makes_it_another_rules_matter():
    assert said("public", GRANTS["bucket: any account, referer"]) is None
