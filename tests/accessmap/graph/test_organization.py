from __future__ import annotations

from typing import Any

import pytest

from accessmap.graph.organization import organization
from tests.cast import KAPPA, ORGANIZATION, PAYMENTS
from tests.kitsune import ROOT, settle
from tests.rows import THEN, make_account, make_unit

pytestmark = pytest.mark.django_db


def test_the_tree_is_as_aws_nests_it() -> None:
    settle()
    root = organization()
    assert (root.id, root.size) == (ROOT, 24)
    workloads = next(child for child in root.children if child.name == "Workloads")
    assert [child.name for child in workloads.children] == ["Production", "Staging"]


def test_the_land_is_called_what_people_call_the_organization(settings: Any) -> None:
    settle()
    assert organization().name == ORGANIZATION  # AWS calls every root "Root"
    settings.ORGANIZATION_NAME = "Kitsune Foods"
    assert organization().name == f"Kitsune Foods {ORGANIZATION}"
    assert organization("ou-k1t5-data").name == "Data"


def test_one_unit_can_be_looked_at_alone() -> None:
    settle()
    assert organization("ou-k1t5-data").size == 3


def test_accounts_without_an_organization_are_a_land_too() -> None:
    make_account()
    root = organization()
    assert (root.name, root.size) == ("", 1)


def test_a_former_member_without_a_unit_takes_no_land() -> None:
    root = make_unit("Root")
    make_account(PAYMENTS, unit=root)
    make_account(KAPPA, left_at=THEN)
    assert organization().id == root.unit_id


def test_an_unread_organization_is_empty_and_drawable() -> None:
    assert organization().size == 0
