"""Roles for people who come through Okta or Identity Center, and for GitHub Actions."""

from __future__ import annotations

from accessmap.demo.accounts import (
    ANALYTICS,
    CI_CD,
    DATA_LAKE,
    INCIDENT_RESP,
    LOG_ARCHIVE,
    LOYALTY,
    MANAGEMENT,
    ML_PLATFORM,
    NETWORK_HUB,
    PAYMENTS,
    SANDBOX_LABS,
    SECURITY_AUDIT,
    SHARED_SERVICES,
    SHOP,
)
from accessmap.demo.documents import allow, document, trust_github, trust_saml
from accessmap.demo.shapes import TOKYO, Role

OKTA_ACCOUNTS = (MANAGEMENT, LOG_ARCHIVE, SECURITY_AUDIT, DATA_LAKE, ANALYTICS, CI_CD)
GITHUB_ACCOUNTS = (CI_CD, SHOP, LOYALTY, ML_PLATFORM, SANDBOX_LABS)
# Identity Center puts its provider and roles into each account under these names.
# https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
SSO_PROVIDER = "AWSSSO_6b1f3c0d9e2a4477_DO_NOT_DELETE"
SSO_PATH = f"/aws-reserved/sso.amazonaws.com/{TOKYO}/"
ASSIGNMENTS = (
    # permission set, managed policy, hash AWS appends, accounts, last used days ago
    (
        "Administrator",
        "AdministratorAccess",
        "1d4e0a77c2b95f30",
        (MANAGEMENT, SHARED_SERVICES, NETWORK_HUB),
        9,
    ),
    (
        "ReadOnly",
        "ReadOnlyAccess",
        "8f20b6613a9d7e54",
        (PAYMENTS, SHOP, SECURITY_AUDIT, INCIDENT_RESP),
        1,
    ),
    (
        "DataAnalyst",
        "AmazonS3ReadOnlyAccess",
        "c3a81f05de72946b",
        (DATA_LAKE, ANALYTICS),
        0,
    ),
)
FROM_IDENTITY_CENTER = tuple(
    Role(
        account,
        f"AWSReservedSSO_{name}_{suffix}",
        trust_saml(account, SSO_PROVIDER),
        attached=(policy,),
        path=SSO_PATH,
        used_days_ago=used,
        hours=8,
    )
    for name, policy, suffix, accounts, used in ASSIGNMENTS
    for account in accounts
)
SSO_ACCOUNTS = tuple(sorted({role.account for role in FROM_IDENTITY_CENTER}))
FROM_OKTA = tuple(
    Role(
        account,
        "okta-admin" if account == MANAGEMENT else "okta-engineer",
        trust_saml(account, "okta"),
        attached=(
            "AdministratorAccess" if account == MANAGEMENT else "ReadOnlyAccess",
        ),
        used_days_ago=1 if account != LOG_ARCHIVE else 260,
        hours=12,
    )
    for account in OKTA_ACCOUNTS
)
FROM_GITHUB = (
    Role(
        CI_CD,
        "github-build",
        trust_github(CI_CD, "repo:kitsune-foods/*:ref:refs/heads/main"),
        inline={"push": document(allow(["ecr:PutImage", "ecr:InitiateLayerUpload"]))},
        used_days_ago=0,
    ),
    Role(
        SHOP,
        "github-deploy",
        trust_github(SHOP, "repo:kitsune-foods/shop:environment:production"),
        attached=("AWSCloudFormationFullAccess",),
        used_days_ago=0,
    ),
    Role(
        LOYALTY,
        "github-deploy",
        trust_github(LOYALTY, "repo:kitsune-foods/loyalty:*"),
        attached=("AWSCloudFormationFullAccess",),
        used_days_ago=4,
    ),
    # Any fork and any pull request of the organization's repositories.
    Role(
        ML_PLATFORM,
        "github-train",
        trust_github(ML_PLATFORM, "repo:kitsune-*/*"),
        attached=("PowerUserAccess",),
        used_days_ago=19,
    ),
    # No subject at all: every repository on GitHub, not only Kitsune's.
    Role(
        SANDBOX_LABS,
        "github-experiments",
        trust_github(SANDBOX_LABS),
        attached=("PowerUserAccess",),
        boundary="SandboxBoundary",
        used_days_ago=77,
    ),
)
FEDERATED = (*FROM_OKTA, *FROM_IDENTITY_CENTER, *FROM_GITHUB)
