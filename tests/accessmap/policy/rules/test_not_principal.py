from __future__ import annotations

from tests.accessmap.policy.explain.grants import GRANTS
from tests.accessmap.policy.rules.scene import said

ANYONE = GRANTS["role: anyone"]
BUT_ONE = {"NotPrincipal": {"AWS": "111122223333"}, "Action": "*"}


def test_it_flags_an_allow_that_names_whom_it_leaves_out():
    assert said("not-principal", ANYONE, statement={"Effect": "Allow", **BUT_ONE}) == {}


def test_a_deny_may_do_so():
    assert (
        said("not-principal", ANYONE, statement={"Effect": "Deny", **BUT_ONE}) is None
    )


def test_a_plain_principal_is_not_meant():
    plain = {"Effect": "Allow", "Principal": "*"}
    assert said("not-principal", ANYONE, statement=plain) is None
    assert said("not-principal", ANYONE) is None
