from __future__ import annotations

import pytest

from tests.accessmap.policy.explain.grants import GRANTS
from tests.accessmap.policy.rules.scene import allowing, said


def test_it_flags_who_may_change_permissions_from_outside():
    assert said("admin-across-accounts", GRANTS["bucket: its policy only"]) == {}
    assert said("admin-across-accounts", GRANTS["bucket: public read"]) is None


@pytest.mark.parametrize(
    "document", [allowing("*"), allowing("*:*"), allowing("iam:*")]
)
def test_it_flags_a_role_that_is_an_administrator(document):
    vendor = GRANTS["role: vendor"]
    assert said("admin-across-accounts", vendor, identity_documents=(document,)) == {}


@pytest.mark.parametrize(
    "document",
    [
        allowing("s3:*"),
        allowing("iam:PutRolePolicy"),
        allowing("*", but=("iam:*",)),
        "no policy",
    ],
)
def test_other_rights_are_not_those_of_an_administrator(document):
    vendor = GRANTS["role: vendor"]
    assert said("admin-across-accounts", vendor, identity_documents=(document,)) is None


@pytest.mark.parametrize("name", ["role: own account", "role: Okta", "role: EC2"])
def test_those_at_home_and_sign_ins_do_not_cross_accounts(name):
    document = allowing("*")
    assert (
        said("admin-across-accounts", GRANTS[name], identity_documents=(document,))
        is None
    )


def test_tags_alone_let_nobody_become_the_role():
    grant = GRANTS["role: vendor, tags too"]
    assert (
        said("admin-across-accounts", grant, identity_documents=(allowing("*"),))
        is None
    )
