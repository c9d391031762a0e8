"""Roles that almost every account has, because something central put them there."""

from __future__ import annotations

from collections.abc import Iterator

from accessmap.demo.accounts import (
    ACCOUNTS,
    CI_CD,
    INCIDENT_RESP,
    LOYALTY,
    MANAGEMENT,
    OLD_POS,
    ORDERS,
    ORDERS_STG,
    PAYMENTS,
    PAYMENTS_STG,
    SECURITY_AUDIT,
    SHOP,
    SHOP_STG,
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
from accessmap.demo.shapes import Account, Role

READER = "AccessMapReadOnly"
EXTERNAL_ID = "kitsune-demo-external-id"
DEPLOYED_TO = (PAYMENTS, SHOP, ORDERS, LOYALTY, PAYMENTS_STG, SHOP_STG, ORDERS_STG)


def everywhere() -> Iterator[Role]:
    """Yield the central roles of every account; old-pos never got any of them."""
    for account in ACCOUNTS:
        if account.id != OLD_POS:
            yield from of(account)


def of(account: Account) -> Iterator[Role]:
    """Yield the central roles of one account."""
    yield reader(account.id)
    yield Role(
        account.id,
        "SecurityAuditor",
        trust(role_arn(SECURITY_AUDIT, "AuditRunner")),
        attached=("SecurityAudit",),
        used_days_ago=1,
        description="The nightly audit",
    )
    if account.id not in {MANAGEMENT, YUZU_DAIRY}:
        yield Role(
            account.id,
            "OrganizationAccountAccessRole",
            trust(root(MANAGEMENT)),
            attached=("AdministratorAccess",),
            used_days_ago=None,
        )
    if account.unit.startswith("Workloads/Production"):
        yield Role(
            account.id,
            "BreakGlass",
            trust(
                role_arn(INCIDENT_RESP, "Responder"),
                {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
            ),
            attached=("AdministratorAccess",),
            used_days_ago=311,
        )
    if account.id in DEPLOYED_TO:
        yield Role(
            account.id,
            "Deployer",
            trust(role_arn(CI_CD, "Pipeline")),
            attached=("AWSCloudFormationFullAccess",),
            used_days_ago=0,
        )


def reader(account_id: str) -> Role:
    """Return the role that AccessMap itself assumes."""
    return Role(
        account_id,
        READER,
        trust(root(MANAGEMENT), external_id(EXTERNAL_ID)),
        inline={
            "read": document(
                allow(
                    [
                        "iam:GetAccountAuthorizationDetails",
                        "s3:ListAllMyBuckets",
                        "s3:GetBucketPolicy",
                        "s3:GetBucketAcl",
                        "s3:GetBucketPublicAccessBlock",
                        "s3:GetAccountPublicAccessBlock",
                        "kms:ListKeys",
                        "kms:GetKeyPolicy",
                        "kms:ListGrants",
                    ]
                )
            )
        },
        used_days_ago=0,
    )
