"""Who became which role lately: what CloudTrail's event history tells of the demo."""

from __future__ import annotations

from accessmap.demo.accounts import (
    CI_CD,
    DATA_LAKE,
    DNS_BACKUP,
    HAYABUSA,
    KUMO,
    LOYALTY,
    ML_PLATFORM,
    ORDERS,
    PAYMENTS,
    PAYMENTS_STG,
    SANDBOX_LABS,
    SHOP,
    TANUKI,
    YUZU_DAIRY,
)
from accessmap.demo.shapes import Used

POLLER = "AROA3TANUKIPOLLER00001"
SUPPORT = "AROA3TANUKISUPPORT0007"
GITHUB = "arn:aws:iam::{}:oidc-provider/token.actions.githubusercontent.com"

USES = (
    Used(SHOP, "TanukiIntegration", TANUKI, POLLER, times=88),
    Used(DATA_LAKE, "TanukiLakeMetrics", TANUKI, POLLER, times=41, last_days_ago=3),
    Used(ORDERS, "KumoBackupAgent", KUMO, "AROA5KUMOAGENT00000012", 89, 1),
    Used(DNS_BACKUP, "KumoZoneExport", KUMO, "AROA5KUMOZONES00000003", 6, 12),
    Used(PAYMENTS_STG, "HayabusaSandboxPay", HAYABUSA, "AIDA9HAYABUSADEV000021", 3, 40),
    Used(CI_CD, "github-build", "", GITHUB.format(CI_CD), times=214),
    Used(SHOP, "github-deploy", "", GITHUB.format(SHOP), times=37),
    Used(LOYALTY, "github-deploy", "", GITHUB.format(LOYALTY), 9, 4),
    Used(ML_PLATFORM, "github-train", "", GITHUB.format(ML_PLATFORM), 5, 19),
)
# Three months later somebody else of Tanuki comes by the same role.
LATER = (
    Used(SHOP, "TanukiIntegration", TANUKI, SUPPORT, times=2),
    Used(PAYMENTS, "HayabusaRefunds", HAYABUSA, "AROA9HAYABUSAREFUNDS01", times=12),
)
# Nobody writes down for good what happens here.
UNLOGGED = frozenset({SANDBOX_LABS, YUZU_DAIRY})
