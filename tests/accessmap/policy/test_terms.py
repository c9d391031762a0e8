"""What cannot be decided counts as true in an Allow, false in a Deny, and is said."""

from __future__ import annotations

from tests.accessmap.policy.callers import FOREIGN, OURS
from tests.accessmap.policy.stage import allow, deny, grants


def test_an_unknown_operator_in_an_allow_is_taken_for_true() -> None:
    [grant] = grants(allow(Condition={"StringMatches": {"aws:PrincipalOrgID": OURS}}))
    assert (grant.zone, grant.unknown) == ("public", ("StringMatches",))


def test_a_deny_with_an_unknown_operator_does_not_fire() -> None:
    [grant] = grants(allow(), deny(Condition={"StringMatches": {"a:b": "c"}}))
    assert (grant.zone, grant.unknown) == ("public", ("StringMatches",))


def test_a_deny_on_what_a_variable_names_does_not_fire() -> None:
    [grant] = grants(allow(), deny(Resource="arn:aws:s3:::*/${aws:username}/*"))
    assert (grant.zone, grant.unknown) == ("public", ("Resource",))


def test_a_variable_of_the_caller_is_decided() -> None:
    asked = {"StringEquals": {"aws:ResourceAccount": "${aws:PrincipalAccount}"}}
    [grant] = grants(allow(Condition=asked))
    assert grant.zone == "same-account"


def test_a_deny_with_not_principal_spares_the_account_too() -> None:
    role = f"arn:aws:iam::{FOREIGN}:role/x"
    statement = {
        "Effect": "Deny",
        "NotPrincipal": {"AWS": role},
        "Action": "*",
        "Resource": "*",
    }
    kept = [each for each in grants(allow(), statement) if not each.is_blocked]
    assert [each.principal.id for each in kept] == [FOREIGN]
