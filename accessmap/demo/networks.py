"""Networks that reach across accounts: what hangs on the hub, and what is peered."""

from __future__ import annotations

from accessmap.demo.accounts import (
    ANALYTICS,
    DATA_LAKE,
    HAYABUSA,
    KAPPA,
    LOYALTY,
    NETWORK_HUB,
    ORDERS,
    PAYMENTS,
    SHOP,
)
from accessmap.demo.shapes import Peering

HUB = NETWORK_HUB
# Hayabusa Pay was let onto the hub for the card terminals.
ON_THE_HUB = (PAYMENTS, SHOP, ORDERS, HAYABUSA)
PEERINGS = (
    Peering("analytics-to-lake", ANALYTICS, DATA_LAKE),
    # From before the sweet shop was sold; nobody closed it.
    Peering("points", LOYALTY, KAPPA),
    Peering("payments-to-lake", PAYMENTS, DATA_LAKE, is_accepted=False),
)
