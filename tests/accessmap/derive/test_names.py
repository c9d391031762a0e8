from __future__ import annotations

import pytest

from accessmap.derive.names import names
from tests import rows
from tests.cast import KAPPA, PAYMENTS, TANUKI

pytestmark = pytest.mark.django_db


def test_everybody_with_a_name_has_it() -> None:
    rows.make_account(PAYMENTS, "payments-prod", unit=rows.make_unit("Production"))
    rows.make_account(KAPPA, "kappa-sweets", left_at=rows.THEN)
    rows.make_counterparty()
    found = names()
    assert found.accounts == {
        PAYMENTS: "payments-prod",
        KAPPA: "kappa-sweets",
        TANUKI: "Tanuki Observability",
    }
    assert found.former_accounts == {KAPPA}
    assert found.units == {"ou-k1t5-production": "Production"}


def test_aws_names_our_own_accounts() -> None:
    rows.make_account(PAYMENTS, "payments-prod")
    rows.make_counterparty(PAYMENTS, "Somebody's idea")
    assert names().accounts[PAYMENTS] == "payments-prod"
