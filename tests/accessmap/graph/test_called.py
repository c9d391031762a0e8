"""Marks of the map are told by names, also where no picture is drawn."""

from __future__ import annotations

import pytest

from accessmap.graph.called import Called
from tests import rows
from tests.cast import PAYMENTS, STRANGER, TANUKI

pytestmark = pytest.mark.django_db
PAY = f"payments-prod {PAYMENTS}"


@pytest.mark.parametrize(
    ("name", "called"),
    [
        (PAYMENTS, PAY),
        (f"{TANUKI}>{PAYMENTS}", f"Tanuki Observability {TANUKI} → {PAY}"),
        (STRANGER, f"Not known to us {STRANGER}"),
        ("rest:vendors", "Vendors: the rest"),
        ("all:vendors", "Vendors"),
        ("unit:ou-k1t5-production", "Production"),
        ("OIDC:token.actions.githubusercontent.com", "GitHub Actions"),
        ("public", "Anyone (on the internet)"),
        ("198.51.100.0/24", "198.51.100.0/24"),
        ("rest:b", "rest:b: the rest"),
    ],
)
def test_each_place_has_the_name_that_the_map_gives_it(name: str, called: str) -> None:
    rows.make_unit("Production")
    rows.make_account()
    rows.make_counterparty()
    assert Called()(name) == called
