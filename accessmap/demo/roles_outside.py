"""Roles that somebody outside the organization may assume."""

from __future__ import annotations

from accessmap.demo.accounts import (
    ANALYTICS,
    DATA_LAKE,
    DNS_BACKUP,
    HAYABUSA,
    KAPPA,
    KUMO,
    LOGISTICS,
    NETWORK_HUB,
    ORDERS,
    PAYMENTS,
    PAYMENTS_STG,
    RIN,
    SANDBOX_LABS,
    SANDBOX_SATO,
    SHOP,
    STRANGER,
    TANUKI,
    YUZU_DAIRY,
)
from accessmap.demo.documents import (
    allow,
    document,
    external_id,
    role_arn,
    root,
    trust,
)
from accessmap.demo.shapes import Role

OUTSIDE = (
    # The confused deputy: any other customer of Tanuki can ask it to come here.
    Role(
        PAYMENTS,
        "TanukiIntegration",
        trust(root(TANUKI)),
        attached=("PaymentsMetricsReader", "CloudWatchReadOnlyAccess"),
        used_days_ago=214,
        description="Metrics for the dashboards",
        owner=RIN,
    ),
    Role(
        SHOP,
        "TanukiIntegration",
        trust(role_arn(TANUKI, "tanuki-poller"), external_id("kitsune-shop-7f31")),
        attached=("CloudWatchReadOnlyAccess",),
        used_days_ago=0,
    ),
    Role(
        DATA_LAKE,
        "TanukiLakeMetrics",
        trust(role_arn(TANUKI, "tanuki-poller"), external_id("kitsune-lake-22c9")),
        attached=("LakeReader", "CloudWatchReadOnlyAccess"),
        used_days_ago=3,
    ),
    Role(
        ORDERS,
        "KumoBackupAgent",
        trust(root(KUMO), external_id("kumo-kitsune")),
        inline={
            "backup": document(allow(["s3:GetObject", "s3:ListBucket", "s3:PutObject"]))
        },
        used_days_ago=1,
    ),
    Role(
        NETWORK_HUB,
        "KumoNetworkProbe",
        trust([root(KUMO), role_arn(TANUKI, "tanuki-poller")]),
        attached=("ReadOnlyAccess",),
        used_days_ago=402,
    ),
    Role(
        DNS_BACKUP,
        "KumoZoneExport",
        trust(role_arn(KUMO, "zone-export"), external_id("kumo-kitsune")),
        attached=("AmazonRoute53FullAccess",),
        used_days_ago=12,
    ),
    Role(
        PAYMENTS_STG,
        "HayabusaSandboxPay",
        trust(root(HAYABUSA), external_id("hb-stg")),
        inline={
            "settle": document(allow(["sqs:SendMessage"], "arn:aws:sqs:*:*:settle-*"))
        },
        used_days_ago=40,
    ),
    Role(
        ANALYTICS,
        "HayabusaReports",
        trust(
            role_arn(HAYABUSA, "report-reader"),
            {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}},
        ),
        attached=("AmazonS3ReadOnlyAccess",),
        used_days_ago=96,
    ),
    # kappa-sweets was sold in March; nobody took its access away.
    Role(
        LOGISTICS,
        "KappaShipments",
        trust(root(KAPPA)),
        attached=("AmazonS3ReadOnlyAccess",),
        used_days_ago=188,
    ),
    Role(
        SANDBOX_SATO,
        "sato-test",
        trust(root(STRANGER)),
        attached=("PowerUserAccess",),
        boundary="SandboxBoundary",
        used_days_ago=None,
    ),
    # Anyone in the world who names the right tag; which is anyone in the world.
    Role(
        SANDBOX_LABS,
        "hackathon-2024",
        trust("*", {"StringEquals": {"aws:PrincipalTag/team": "labs"}}),
        attached=("PowerUserAccess",),
        boundary="SandboxBoundary",
        used_days_ago=None,
    ),
    Role(
        YUZU_DAIRY,
        "legacy-accounting",
        document(
            {
                "Effect": "Allow",
                "Principal": {"AWS": [root("590184417702"), "AROA5K1TSUNEDELETED1A"]},
                "Action": "sts:AssumeRole",
            }
        ),
        attached=("AdministratorAccess",),
        used_days_ago=530,
    ),
)
