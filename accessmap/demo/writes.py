"""Who changed which policy lately, as CloudTrail tells it of the demo."""

from __future__ import annotations

from accessmap.demo.accounts import DATA_LAKE, ORDERS, PAYMENTS_STG, RIN, SHOP
from accessmap.demo.shapes import Wrote

# Signed on as the permission set, the session has the person's name.
SIGNED_ON = "AWSReservedSSO_Administrator_1d4e0a77c2b95f30"

WRITES = (
    # Rin owns the account, and opened it to Hayabusa: somebody else decides.
    Wrote(PAYMENTS_STG, "HayabusaSandboxPay", SIGNED_ON, RIN, days_ago=12),
    Wrote(DATA_LAKE, "TanukiLakeMetrics", SIGNED_ON, RIN, days_ago=31),
    # Who is behind a pipeline, AWS does not tell.
    Wrote(SHOP, "TanukiIntegration", "github-deploy", "GitHubActions", days_ago=5),
    Wrote(ORDERS, "KumoBackupAgent", SIGNED_ON, "left.long.ago", days_ago=66),
)
