from __future__ import annotations

from tests import cast
from tests.accessmap.policy.explain.grants import GRANTS
from tests.accessmap.policy.rules.scene import said

POLLER = f"arn:aws:iam::{cast.TANUKI}:role/poller"
DEPLOY = f"arn:aws:iam::{cast.SHOP}:role/deploy"
VENDOR = GRANTS["role: vendor"]


def test_it_names_who_alone_used_the_role():
    found = said("wider-than-used", VENDOR, used_by=frozenset({POLLER, DEPLOY}))
    assert found == {"principals": POLLER}
    wide = GRANTS["role: whole organization"]
    assert said("wider-than-used", wide, used_by=frozenset({DEPLOY}))


def test_it_is_silent_where_nobody_looked_or_nobody_came():
    assert said("wider-than-used", VENDOR) is None
    assert said("wider-than-used", VENDOR, used_by=frozenset()) is None
    assert said("wider-than-used", VENDOR, used_by=frozenset({DEPLOY})) is None


def test_many_users_need_a_wide_door():
    many = frozenset(f"{POLLER}-{n}" for n in range(6))
    assert said("wider-than-used", VENDOR, used_by=many) is None


def test_a_named_role_is_not_wide():
    grant = GRANTS["role: a role of the vendor"]
    assert said("wider-than-used", grant, used_by=frozenset({POLLER})) is None
    bucket = GRANTS["bucket: public read"]
    assert said("wider-than-used", bucket, used_by=frozenset({POLLER})) is None
