from __future__ import annotations

from tests.accessmap.policy.explain.grants import ANY, GRANTS, bucket
from tests.accessmap.policy.rules.scene import said


def test_it_names_the_keys_that_say_nothing_of_who():
    found = said("weak-wildcard", GRANTS["bucket: any account, referer"])
    assert found == {"keys": "aws:referer"}


def test_it_says_so_where_no_key_is_left():
    assert said("weak-wildcard", bucket("s3:GetObject", ANY)) == {"keys": "?"}


def test_a_network_is_a_place_at_least():
    assert said("weak-wildcard", GRANTS["bucket: a network"]) is None
    assert said("weak-wildcard", GRANTS["bucket: public read"]) is None
