from __future__ import annotations

from tests.accessmap.policy.explain.grants import GRANTS
from tests.accessmap.policy.rules.scene import said


def test_it_names_the_deleted_on_the_other_grants_of_the_document():
    stale = ("AROAEXAMPLE2", "AIDAEXAMPLE1")
    found = said("deleted-principal", GRANTS["role: vendor"], stale_principals=stale)
    assert found == {"ids": "AIDAEXAMPLE1, AROAEXAMPLE2"}


def test_it_matters_also_where_the_grant_is_stopped():
    stopped = GRANTS["bucket: public, stopped"]
    assert said("deleted-principal", stopped, stale_principals=("AROAEXAMPLE2",))


def test_nobody_deleted_is_nothing_to_say():
    assert said("deleted-principal", GRANTS["role: vendor"]) is None
