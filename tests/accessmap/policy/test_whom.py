"""Whom one entry of a Principal element names exactly."""

from __future__ import annotations

import pytest

from accessmap.policy.grant import Principal
from accessmap.policy.kinds import PrincipalKind
from accessmap.policy.whom import STRANGER, NotPlain, keys_of, whom
from tests.accessmap.policy.callers import FOREIGN

ROLE = f"arn:aws:iam::{FOREIGN}:role/etl"


def test_an_account_is_one_however_it_is_written() -> None:
    assert whom("AWS", FOREIGN) == whom("AWS", f"arn:aws:iam::{FOREIGN}:root")


def test_a_role_is_shown_by_a_request_of_its_own() -> None:
    found = whom("AWS", ROLE)
    assert found.owner == FOREIGN
    assert found.principal == Principal(PrincipalKind.ROLE, ROLE, FOREIGN)
    assert found.keys["aws:principalarn"] == ROLE


def test_a_deleted_role_is_nobody() -> None:
    found = whom("AWS", "AROA1234567890ABCDEF0")
    assert (found.principal, dict(found.keys)) == (None, {})


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("AWS", "*"),
        ("AWS", f"arn:aws:sts::{FOREIGN}:assumed-role/app/s1"),
        ("AWS", f"arn:aws:iam::{FOREIGN}:role/*"),
        ("Service", "*"),
        ("Federated", "accounts.google.com"),
        ("CanonicalUser", "c0ffee"),
    ],
)
def test_what_is_not_exact_takes_the_long_way(kind: str, value: str) -> None:
    with pytest.raises(NotPlain):
        whom(kind, value)


def test_of_an_organization_any_account_asks() -> None:
    keys = keys_of(Principal(PrincipalKind.ORGANIZATION, "o-aaaabbbb11"))
    assert keys["aws:principalaccount"] == STRANGER
    assert keys["aws:principalorgid"] == "o-aaaabbbb11"
