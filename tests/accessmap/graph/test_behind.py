from __future__ import annotations

import pytest

from accessmap.graph.behind import accounts_behind, sources_behind
from accessmap.models import Account, OrganizationalUnit
from tests.cast import MANAGEMENT, PAYMENTS
from tests.kitsune import IDS, ROOT, settle

pytestmark = pytest.mark.django_db
DATA, WORKLOADS = "unit:ou-k1t5-data", "unit:ou-k1t5-workloads"


def test_a_unit_is_those_who_live_in_it_and_not_below() -> None:
    settle()
    assert accounts_behind([f"unit:{ROOT}"], None) == [MANAGEMENT]
    assert accounts_behind([WORKLOADS], None) == []
    assert accounts_behind([PAYMENTS], None) == [PAYMENTS]


def test_whose_unit_is_gone_lives_in_none() -> None:
    settle()
    OrganizationalUnit.objects.filter(unit_id=DATA[5:]).update(
        ended_at="2026-11-24T00:00:00Z"
    )
    homeless = {IDS[name] for name in ("data-lake", "analytics", "ml-platform")}
    assert set(accounts_behind(["unit:"], None)) == homeless


def test_from_near_a_unit_is_only_itself() -> None:
    settle()
    assert list(sources_behind([DATA], [PAYMENTS], None)) == [DATA]
    assert IDS["data-lake"] in sources_behind([DATA], [WORKLOADS], None)


def test_other_units_are_all_that_is_not_shown() -> None:
    settle()
    found = set(sources_behind(["outside:ou-k1t5-data"], [IDS["data-lake"]], None))
    assert PAYMENTS in found
    assert "unit:ou-k1t5-production" in found
    assert not found & {IDS["data-lake"], DATA}
    ours = set(Account.objects.present().values_list("account_id", flat=True))
    assert len(found & ours) == len(ours) - 3
