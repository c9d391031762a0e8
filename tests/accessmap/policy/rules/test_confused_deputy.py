from __future__ import annotations

import pytest

from accessmap.policy.grant import Blocker, Grant
from tests import cast
from tests.accessmap.policy.explain.grants import GRANTS, VENDOR, asks, trust
from tests.accessmap.policy.rules.scene import said


def test_it_flags_a_vendor_without_an_external_id():
    assert said("confused-deputy", GRANTS["role: vendor"]) == {"account": cast.TANUKI}
    assert said("confused-deputy", GRANTS["role: a role of the vendor"])


def test_a_vendor_s_user_is_a_deputy_too():
    user = GRANTS["role: a user of an unknown account"]
    assert said("confused-deputy", user) == {"account": cast.STRANGER}
    assert said("confused-deputy", _asking(user)) is None


def test_a_foreign_organization_is_a_deputy_too():
    other = GRANTS["role: another organization"]
    assert said("confused-deputy", other) == {"account": "o-zzzzyyyy99"}
    assert said("confused-deputy", _asking(other)) is None


def test_our_own_organization_is_none():
    assert said("confused-deputy", GRANTS["role: whole organization"]) is None


def _asking(grant: Grant) -> Grant:
    return grant._replace(conditions=(asks("StringEquals", "sts:ExternalId", "k"),))


def test_an_external_id_answers_it():
    assert said("confused-deputy", GRANTS["role: vendor, external ID"]) is None


@pytest.mark.parametrize(
    ("operator", "value"),
    [
        ("StringNotEquals", "k"),
        ("StringEqualsIfExists", "k"),
        ("ForAllValues:StringEquals", "k"),
        ("StringLike", "*"),
        ("Null", "false"),
    ],
)
def test_an_external_id_that_anybody_passes_is_none(operator, value):
    grant = trust(*VENDOR, asks(operator, "sts:externalid", value))
    assert said("confused-deputy", grant)


@pytest.mark.parametrize(
    "name",
    ["role: our account", "role: a session", "role: vendor, tags too", "key: decrypt"],
)
def test_it_is_silent_where_nobody_acts_for_others(name):
    assert said("confused-deputy", GRANTS[name]) is None


def test_it_is_silent_where_a_control_stops_the_vendor():
    stopped = GRANTS["role: vendor"]._replace(blocked_by=(Blocker("rcp", "ours"),))
    assert said("confused-deputy", stopped) is None
