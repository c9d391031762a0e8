"""What IAM Access Analyzer reports here: AWS's opinion, which is not always ours.

It sees neither AWS services nor, of a KMS key, more than AWS documents; it knows
nothing of what is inside the organization, its zone of trust.
https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-resources.html
"""

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
    SANDBOX_LABS,
    SANDBOX_ML,
    SANDBOX_SATO,
    SECURITY_AUDIT,
    SHOP,
    STRANGER,
    TANUKI,
    YUZU_DAIRY,
)
from accessmap.demo.documents import role_arn
from accessmap.demo.shapes import Finding

ANALYZER_ACCOUNT = SECURITY_AUDIT
ANALYZER = "kitsune-organization"
UNUSED_ANALYZER = "kitsune-unused"
UNUSED_ROLES = ((NETWORK_HUB, "KumoNetworkProbe"), (LOGISTICS, "KappaShipments"))
ASSUME = ("sts:AssumeRole",)


def on_role(  # noqa: PLR0913 (a finding has that many parts)
    account: str,
    role: str,
    caller: str,
    *,
    actions: tuple[str, ...] = ASSUME,
    condition: dict[str, str] | None = None,
    status: str = "ACTIVE",
) -> Finding:
    """Return a finding on a role's trust policy."""
    kind = "Federated" if "provider" in caller else "AWS"
    return Finding(
        account,
        role_arn(account, role),
        "AWS::IAM::Role",
        {kind: caller},
        actions,
        condition or {},
        status=status,
    )


def on_bucket(  # noqa: PLR0913 (a finding has that many parts)
    account: str,
    bucket: str,
    caller: str,
    *,
    actions: tuple[str, ...] = ("s3:GetObject",),
    condition: dict[str, str] | None = None,
    is_public: bool = False,
    error: str = "",
) -> Finding:
    """Return a finding on a bucket."""
    return Finding(
        account,
        f"arn:aws:s3:::{bucket}",
        "AWS::S3::Bucket",
        {"AWS": caller} if caller else {},
        actions,
        condition or {},
        is_public=is_public,
        error=error,
    )


FINDINGS = (
    on_role(PAYMENTS, "TanukiIntegration", TANUKI),
    on_role(
        SHOP,
        "TanukiIntegration",
        role_arn(TANUKI, "tanuki-poller"),
        condition={"sts:ExternalId": "kitsune-shop-7f31"},
    ),
    on_role(
        DATA_LAKE,
        "TanukiLakeMetrics",
        role_arn(TANUKI, "tanuki-poller"),
        condition={"sts:ExternalId": "kitsune-lake-22c9"},
    ),
    on_role(
        ORDERS, "KumoBackupAgent", KUMO, condition={"sts:ExternalId": "kumo-kitsune"}
    ),
    on_role(NETWORK_HUB, "KumoNetworkProbe", KUMO),
    on_role(NETWORK_HUB, "KumoNetworkProbe", role_arn(TANUKI, "tanuki-poller")),
    on_role(
        DNS_BACKUP,
        "KumoZoneExport",
        role_arn(KUMO, "zone-export"),
        condition={"sts:ExternalId": "kumo-kitsune"},
    ),
    # Somebody archived it by a rule, and nobody has looked at it since.
    on_role(
        PAYMENTS_STG,
        "HayabusaSandboxPay",
        HAYABUSA,
        condition={"sts:ExternalId": "hb-stg"},
        status="ARCHIVED",
    ),
    on_role(
        ANALYTICS,
        "HayabusaReports",
        role_arn(HAYABUSA, "report-reader"),
        condition={"aws:SourceIp": "203.0.113.0/24"},
    ),
    on_role(LOGISTICS, "KappaShipments", KAPPA),
    on_role(SANDBOX_SATO, "sato-test", STRANGER),
    on_role(SANDBOX_LABS, "hackathon-2024", "*"),
    on_role(YUZU_DAIRY, "legacy-accounting", "590184417702"),
    on_bucket(PAYMENTS, "pay-metrics", role_arn(TANUKI, "tanuki-poller")),
    on_bucket(
        PAYMENTS, "pay-settlements", HAYABUSA, actions=("s3:GetObject", "s3:PutObject")
    ),
    on_bucket(DNS_BACKUP, "kitsune-zone-exports", KUMO, actions=("s3:*",)),
    on_bucket(SANDBOX_ML, "kitsune-ml-datasets", "*", is_public=True),
    on_bucket(SANDBOX_SATO, "sato-handover", STRANGER),
    on_bucket(
        SANDBOX_LABS,
        "kitsune-labs-share",
        "*",
        actions=("s3:GetObject", "s3:PutObject"),
        is_public=True,
    ),
    on_bucket(
        ANALYTICS,
        "kitsune-partner-drops",
        "*",
        actions=("s3:GetObject", "s3:PutObject"),
        condition={"aws:SourceIp": "198.51.100.0/24"},
    ),
    on_bucket(YUZU_DAIRY, "yuzu-catalog", "*", is_public=True),
    # AWS could not read it either, and says so.
    on_bucket(LOGISTICS, "kitsune-route-plans", "", actions=(), error="ACCESS_DENIED"),
    # Long gone; AWS keeps the finding as resolved.
    on_role(ORDERS, "KumoTrial2023", KUMO, status="RESOLVED"),
)
FINDINGS_OF_KEYS = (
    (
        PAYMENTS,
        "alias/pay-logs",
        Finding(PAYMENTS, "", "AWS::KMS::Key", {"AWS": TANUKI}, ("kms:Decrypt",)),
    ),
    (
        ORDERS,
        "alias/orders",
        Finding(
            ORDERS,
            "",
            "AWS::KMS::Key",
            {"AWS": role_arn(KUMO, "backup-writer")},
            ("kms:Decrypt", "kms:GenerateDataKey", "kms:CreateGrant"),
        ),
    ),
)
