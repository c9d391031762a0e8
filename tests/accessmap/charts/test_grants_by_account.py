from __future__ import annotations

import pytest

from accessmap.charts.grants_by_account import figures
from tests import rows
from tests.cast import PAYMENTS, SHOP

pytestmark = pytest.mark.django_db


def test_the_account_with_the_most_grants_comes_first() -> None:
    rows.make_grant(rows.make_resource(rows.make_account(SHOP, "shop-prod")))
    rows.make_grant()
    rows.make_grant()
    rows.end_grant(rows.make_grant())
    assert figures().rows == (
        (f"payments-prod {PAYMENTS}", (2,)),
        (f"shop-prod {SHOP}", (1,)),
    )
