"""What is shared whole with other accounts: networks, tables, live data, clusters."""

from __future__ import annotations

from types import MappingProxyType

from accessmap.demo.accounts import (
    ANALYTICS,
    CI_CD,
    DATA_LAKE,
    HAYABUSA,
    KAPPA,
    LOYALTY,
    ML_PLATFORM,
    NETWORK_HUB,
    ORDERS,
    PAYMENTS,
    SANDBOX_SATO,
    SECURITY_AUDIT,
    SHARED_SERVICES,
    SHOP,
)
from accessmap.demo.copies import OUR_ORGANIZATION
from accessmap.demo.documents import role_arn
from accessmap.demo.shapes import TOKYO, LakeGrant, ResourceShare

HUB = f"arn:aws:ec2:{TOKYO}:{NETWORK_HUB}"
SUBNETS = tuple(f"{HUB}:subnet/subnet-0c41f00d{at:02x}" for at in range(3))
TRANSIT_GATEWAY = f"{HUB}:transit-gateway/tgw-0f00d5ea51de0001"

RESOURCE_SHARES = (
    ResourceShare(NETWORK_HUB, "workload-subnets", (PAYMENTS, SHOP, ORDERS), SUBNETS),
    ResourceShare(
        NETWORK_HUB,
        "transit-gateway",
        (OUR_ORGANIZATION, HAYABUSA),
        (TRANSIT_GATEWAY,),
        allows_outsiders=True,
    ),
    ResourceShare(
        LOYALTY,
        "points-database",
        (KAPPA,),
        (f"arn:aws:rds:{TOKYO}:{LOYALTY}:cluster:points",),
        allows_outsiders=True,
    ),
)

SALES = {"DatabaseName": "sales", "Name": "orders"}
LAKE_GRANTS = (
    LakeGrant(DATA_LAKE, ANALYTICS, {"Table": SALES}, ("SELECT",), ("SELECT",)),
    LakeGrant(DATA_LAKE, ML_PLATFORM, {"Database": {"Name": "sales"}}, ("DESCRIBE",)),
    LakeGrant(
        DATA_LAKE,
        role_arn(ML_PLATFORM, "training-runner"),
        {"Table": SALES},
        ("SELECT", "INSERT"),
    ),
)

# Account → share → consumer → status, as DescribeDataSharesForProducer tells it.
DATA_SHARES = MappingProxyType(
    {
        ANALYTICS: {
            "sales_live": {DATA_LAKE: "ACTIVE", HAYABUSA: "AUTHORIZED"},
            "drafts": {ORDERS: "PENDING_AUTHORIZATION"},
        }
    }
)
PORTFOLIOS = ((SHARED_SERVICES, "Approved products", (PAYMENTS, SANDBOX_SATO)),)
# Cluster → principal of another account → access policy.
CLUSTERS = MappingProxyType(
    {
        (SHARED_SERVICES, "platform"): {
            role_arn(CI_CD, "github-build"): "AmazonEKSClusterAdminPolicy",
            role_arn(SHARED_SERVICES, "OrganizationAccountAccessRole"): (
                "AmazonEKSViewPolicy"
            ),
        }
    }
)
AGGREGATORS = (
    (PAYMENTS, SECURITY_AUDIT),
    (SHOP, SECURITY_AUDIT),
    (LOYALTY, KAPPA),  # from before the sweet shop was sold
)
# Security gathers from everybody; the sweet shop once gathered from its own two.
GATHERERS = (
    (SECURITY_AUDIT, "kitsune", ()),
    (LOYALTY, "shop-and-points", (LOYALTY, SHOP)),
)
