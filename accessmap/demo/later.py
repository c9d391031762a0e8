"""Three months later: what was granted, widened, closed and revoked meanwhile."""

from __future__ import annotations

from accessmap.demo.accounts import (
    ANALYTICS,
    DAICHI,
    DATA_LAKE,
    HAYABUSA,
    NETWORK_HUB,
    PAYMENTS,
    RIN,
    SANDBOX_LABS,
    SANDBOX_ML,
    SHOP,
    TANUKI,
    YUZU_DAIRY,
)
from accessmap.demo.buckets import ALL_BLOCKED
from accessmap.demo.documents import (
    allow,
    document,
    everything_in,
    external_id,
    role_arn,
    root,
    trust,
)
from accessmap.demo.findings import on_bucket, on_role
from accessmap.demo.roles_everywhere import of
from accessmap.demo.shapes import Account, Bucket, Finding, Role

YUZU_WEB = "733194405538"
# The dairy's web shop has joined; the labs were given away with all they had.
JOINED = Account(YUZU_WEB, "yuzu-dairy-web", "Acquired/Yuzu Dairy", DAICHI)
LEFT = SANDBOX_LABS

NEW_ROLES = (
    *of(JOINED),
    Role(
        PAYMENTS,
        "HayabusaRefunds",
        trust(root(HAYABUSA)),
        inline={"refund": document(allow(["dynamodb:UpdateItem", "sqs:SendMessage"]))},
        used_days_ago=0,
        owner=RIN,
    ),
    Role(
        YUZU_WEB,
        "TanukiIntegration",
        trust(role_arn(TANUKI, "tanuki-poller"), external_id("kitsune-yuzu-0a41")),
        attached=("CloudWatchReadOnlyAccess",),
        used_days_ago=2,
    ),
    Role(
        DATA_LAKE,
        "YuzuImport",
        trust(root(YUZU_DAIRY)),
        inline={
            "write": document(allow("s3:PutObject", "arn:aws:s3:::kitsune-lake-*"))
        },
        used_days_ago=5,
    ),
)
# Edited: the confused deputy is repaired at last, and the shop's vendor role is
# opened to the vendor's whole account.
CHANGED_TRUST = (
    (
        PAYMENTS,
        "TanukiIntegration",
        trust(role_arn(TANUKI, "tanuki-poller"), external_id("kitsune-pay-91ab")),
    ),
    (SHOP, "TanukiIntegration", trust(root(TANUKI), external_id("kitsune-shop-7f31"))),
)
# Revoked, and really gone.
REMOVED_ROLES = (
    (NETWORK_HUB, "KumoNetworkProbe"),
    (ANALYTICS, "HayabusaReports"),
)
CHANGED_BUCKETS = (
    Bucket(
        PAYMENTS,
        "pay-metrics",
        document(
            allow(
                ["s3:GetObject", "s3:ListBucket", "s3:PutObject"],
                everything_in("pay-metrics"),
                to={"AWS": root(TANUKI)},
                sid="TanukiReadsMetrics",
            )
        ),
        blocks=ALL_BLOCKED,
    ),
    Bucket(SANDBOX_ML, "kitsune-ml-datasets", blocks=ALL_BLOCKED),
)
NEW_BUCKETS = (
    Bucket(
        YUZU_WEB,
        "yuzu-web-assets",
        document(allow("s3:GetObject", "arn:aws:s3:::yuzu-web-assets/*", to="*")),
    ),
)
GONE = frozenset(
    {
        role_arn(NETWORK_HUB, "KumoNetworkProbe"),
        role_arn(ANALYTICS, "HayabusaReports"),
        role_arn(PAYMENTS, "TanukiIntegration"),
        "arn:aws:s3:::kitsune-ml-datasets",
    }
)
NEW_FINDINGS: tuple[Finding, ...] = (
    on_role(PAYMENTS, "HayabusaRefunds", HAYABUSA),
    on_role(
        PAYMENTS,
        "TanukiIntegration",
        role_arn(TANUKI, "tanuki-poller"),
        condition={"sts:ExternalId": "kitsune-pay-91ab"},
    ),
    on_bucket(YUZU_WEB, "yuzu-web-assets", "*", is_public=True),
)
