"""Nobody decides on their own access."""

from __future__ import annotations

import pytest

from reviews.own_access import is_own_access

RIN = ("rin.takeda", "rin.takeda@kitsune.example")
ROLE = "arn:aws:sts::204411803391:assumed-role/Admin/"


@pytest.mark.parametrize(
    ("kind", "principal"),
    [
        ("session", ROLE + "rin.takeda@kitsune.example"),
        ("session", ROLE + "Rin.Takeda@Kitsune.example"),
        ("user", "arn:aws:iam::204411803391:user/rin.takeda"),
        ("user", "arn:aws:iam::204411803391:user/staff/tokyo/rin.takeda"),
    ],
)
def test_a_session_or_user_of_that_name_is_one_s_own(kind: str, principal: str) -> None:
    assert is_own_access(kind, principal, RIN)


@pytest.mark.parametrize(
    ("kind", "principal"),
    [
        ("role", "arn:aws:iam::204411803391:role/rin.takeda"),
        ("user", "arn:aws:iam::204411803391:user/rin.takeda2"),
        ("user", "AIDAEXAMPLE/"),
        ("public", "*"),
    ],
)
def test_anything_else_is_not(kind: str, principal: str) -> None:
    assert not is_own_access(kind, principal, RIN)


def test_a_person_without_an_address_is_nobody_s_namesake() -> None:
    assert not is_own_access("user", "arn:aws:iam::204411803391:user/", ("", ""))
