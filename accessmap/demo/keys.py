"""KMS keys: their policies, and the KMS grants that no policy shows."""

from __future__ import annotations

from accessmap.demo.accounts import (
    ANALYTICS,
    COLDCHAIN,
    DAICHI,
    DATA_LAKE,
    HAYABUSA,
    KUMO,
    LOG_ARCHIVE,
    ML_PLATFORM,
    ORDERS,
    ORGANIZATION,
    PAYMENTS,
    RIN,
    SECURITY_AUDIT,
    SHOP,
    TANUKI,
)
from accessmap.demo.documents import allow, document, role_arn, root
from accessmap.demo.shapes import VIRGINIA, Document, Key, KmsGrant

USE = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"]


def owned(account_id: str, *more: Document) -> Document:
    """Return AWS's default key policy and what was added to it.

    https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
    """
    own = allow("kms:*", to={"AWS": root(account_id)}, sid="Enable IAM policies")
    return document(own, *more)


KEYS = (
    Key(
        PAYMENTS,
        "alias/pay-logs",
        owned(
            PAYMENTS,
            allow(["kms:Decrypt"], to={"AWS": root(TANUKI)}, sid="TanukiReadsLogs"),
        ),
        owner=RIN,
    ),
    Key(
        PAYMENTS,
        "alias/pay-cards",
        owned(PAYMENTS),
        grants=(
            KmsGrant(
                "hayabusa-settlement",
                role_arn(HAYABUSA, "settlement"),
                ("Decrypt", "Encrypt"),
                {"EncryptionContextSubset": {"purpose": "settlement"}},
            ),
        ),
        owner=RIN,
    ),
    Key(
        DATA_LAKE,
        "alias/lake",
        owned(
            DATA_LAKE,
            allow(USE, to={"AWS": [root(ANALYTICS), root(ML_PLATFORM)]}),
            allow(
                USE,
                to="*",
                when={
                    "StringEquals": {
                        "aws:PrincipalOrgID": ORGANIZATION,
                        "kms:ViaService": "s3.ap-northeast-1.amazonaws.com",
                    }
                },
                sid="OrganizationThroughS3",
            ),
        ),
        owner=DAICHI,
    ),
    Key(
        LOG_ARCHIVE,
        "alias/trail",
        owned(
            LOG_ARCHIVE,
            allow(
                ["kms:GenerateDataKey*", "kms:DescribeKey"],
                to={"Service": "cloudtrail.amazonaws.com"},
                when={"StringEquals": {"aws:SourceOrgID": ORGANIZATION}},
            ),
            allow("kms:Decrypt", to={"AWS": role_arn(SECURITY_AUDIT, "AuditRunner")}),
        ),
    ),
    Key(
        ORDERS,
        "alias/orders",
        owned(ORDERS),
        grants=(
            KmsGrant(
                "kumo-backup",
                role_arn(KUMO, "backup-writer"),
                ("Decrypt", "GenerateDataKey", "CreateGrant"),
            ),
            KmsGrant("lake-writer", role_arn(DATA_LAKE, "LakeWriter"), ("Encrypt",)),
        ),
    ),
    # Anyone who comes through Secrets Manager: the account is nowhere named.
    Key(
        SHOP,
        "alias/shop-secrets",
        owned(
            SHOP,
            allow(
                USE,
                to={"AWS": "*"},
                when={
                    "StringEquals": {
                        "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com"
                    }
                },
            ),
        ),
        region=VIRGINIA,
        owner=RIN,
    ),
    Key(COLDCHAIN, "alias/coldchain", owned(COLDCHAIN), owner=DAICHI),
)
