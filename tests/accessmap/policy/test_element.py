"""Elements: whom a grant is reported for."""

from __future__ import annotations

import pytest

from accessmap.policy import element
from accessmap.policy.kinds import PrincipalKind, Zone
from accessmap.policy.place import Place
from tests.accessmap.policy.callers import (
    FOREIGN,
    HOME,
    MEMBER,
    OURS,
    THEIRS,
    UNIT,
    ZONE,
)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (f"arn:aws:iam::{FOREIGN}:role/x", PrincipalKind.ROLE),
        (f"arn:aws:iam::{FOREIGN}:user/x", PrincipalKind.USER),
        (f"arn:aws:sts::{FOREIGN}:assumed-role/x/s", PrincipalKind.SESSION),
        (f"arn:aws:sts::{FOREIGN}:federated-user/x", PrincipalKind.SESSION),
    ],
)
def test_an_arn_tells_its_kind(name: str, kind: PrincipalKind) -> None:
    assert element.of_identity(name, FOREIGN, ZONE, HOME).principal.kind is kind


def test_an_account_stands_at_its_distance() -> None:
    zones = [
        element.of_account(each, ZONE, HOME).zone for each in (HOME, MEMBER, FOREIGN)
    ]
    assert zones == [Zone.SAME_ACCOUNT, Zone.ORGANIZATION, Zone.EXTERNAL]


def test_another_organization_is_external() -> None:
    assert element.of_organization(OURS, ZONE).zone is Zone.ORGANIZATION
    assert element.of_organization(THEIRS, ZONE).zone is Zone.EXTERNAL


def test_a_place_is_held_by_its_unit_its_organization_and_the_public() -> None:
    place = Place(HOME, organization=OURS, is_organization_named=True, units=(UNIT,))
    kinds = [each.principal.kind for each in element.above(place, ZONE)]
    assert kinds == [
        PrincipalKind.PUBLIC,
        PrincipalKind.ORGANIZATION,
        PrincipalKind.UNIT,
    ]
