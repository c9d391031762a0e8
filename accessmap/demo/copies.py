"""Snapshots and images: copies that are lent without any policy."""

from __future__ import annotations

from accessmap.demo.accounts import (
    ANALYTICS,
    DAICHI,
    DATA_LAKE,
    KAPPA,
    KUMO,
    MANAGEMENT,
    ORDERS,
    ORGANIZATION,
    PAYMENTS,
    RIN,
    SANDBOX_LABS,
    SHARED_SERVICES,
    SHOP,
)
from accessmap.demo.shapes import Copy

OUR_ORGANIZATION = f"arn:aws:organizations::{MANAGEMENT}:organization/{ORGANIZATION}"

COPIES = (
    # Left open after a workshop: anyone may attach the disk and read it.
    Copy("disk", SANDBOX_LABS, "gpu-workstation-root", ("all",)),
    Copy("disk", ORDERS, "orders-queue-debug", (SHOP,), owner=RIN),
    Copy("disk", ORDERS, "orders-queue-nightly", owner=RIN),
    Copy(
        "image", SHARED_SERVICES, "kitsune-base-2026-09", (OUR_ORGANIZATION,), owner=RIN
    ),
    # The sweet shop was sold in March and still launches the old image.
    Copy("image", SHARED_SERVICES, "kitsune-base-2025-11", (KAPPA,), owner=RIN),
    # The vendor copies it every night, by hand as AWS sees it.
    Copy("database", PAYMENTS, "payments-ledger-nightly", (KUMO,), owner=RIN),
    Copy("database", SHOP, "shop-before-migration", owner=RIN),
    Copy("cluster", DATA_LAKE, "catalog-handover", (ANALYTICS,), owner=DAICHI),
    Copy("warehouse", ANALYTICS, "sales-2025", (KAPPA,), owner=DAICHI),
)
