"""Roles that lead from one Kitsune account to another, or to an AWS service."""

from __future__ import annotations

from accessmap.demo.accounts import (
    ANALYTICS,
    CI_CD,
    COLDCHAIN,
    DATA_LAKE,
    DNS_BACKUP,
    INCIDENT_RESP,
    LOG_ARCHIVE,
    LOGISTICS,
    ML_PLATFORM,
    NETWORK_HUB,
    ORDERS,
    ORGANIZATION,
    PAYMENTS,
    SANDBOX_ML,
    SANDBOX_SATO,
    SECURITY_AUDIT,
    SHARED_SERVICES,
    SHOP,
    YUZU_DAIRY,
)
from accessmap.demo.documents import (
    allow,
    document,
    role_arn,
    root,
    trust,
    trust_service,
)
from accessmap.demo.shapes import Role

IN_ORGANIZATION = {"StringEquals": {"aws:PrincipalOrgID": ORGANIZATION}}
SOURCES = (
    # The roles that central duties start from.
    Role(
        SECURITY_AUDIT,
        "AuditRunner",
        trust_service("lambda.amazonaws.com"),
        inline={
            "reach": document(
                allow("sts:AssumeRole", "arn:aws:iam::*:role/SecurityAuditor")
            )
        },
        used_days_ago=0,
    ),
    Role(
        CI_CD,
        "Pipeline",
        trust_service("codebuild.amazonaws.com"),
        inline={
            "reach": document(allow("sts:AssumeRole", "arn:aws:iam::*:role/Deployer"))
        },
        used_days_ago=0,
    ),
    Role(
        INCIDENT_RESP,
        "Responder",
        trust(root(SECURITY_AUDIT)),
        inline={
            "reach": document(allow("sts:AssumeRole", "arn:aws:iam::*:role/BreakGlass"))
        },
        used_days_ago=311,
    ),
)
BETWEEN_ACCOUNTS = (
    Role(
        DATA_LAKE,
        "LakeWriter",
        trust([root(SHOP), root(ORDERS), root(LOGISTICS), root(COLDCHAIN)]),
        inline={
            "write": document(allow(["s3:PutObject"], "arn:aws:s3:::kitsune-lake-*/*"))
        },
        used_days_ago=0,
    ),
    Role(
        DATA_LAKE,
        "LakeReader",
        trust([role_arn(ANALYTICS, "Dashboards"), role_arn(ML_PLATFORM, "Training")]),
        attached=("LakeReader",),
        used_days_ago=0,
    ),
    Role(
        ANALYTICS,
        "Dashboards",
        trust(root(ML_PLATFORM)),
        attached=("AmazonS3ReadOnlyAccess",),
        used_days_ago=2,
    ),
    Role(
        ML_PLATFORM,
        "Training",
        trust_service("sagemaker.amazonaws.com"),
        attached=("AmazonS3ReadOnlyAccess",),
        used_days_ago=1,
    ),
    Role(
        ML_PLATFORM,
        "NotebookGuest",
        trust(root(SANDBOX_ML)),
        attached=("PowerUserAccess",),
        used_days_ago=164,
    ),
    Role(
        NETWORK_HUB,
        "DnsManager",
        trust([root(SHARED_SERVICES), root(SHOP), root(PAYMENTS)]),
        attached=("AmazonRoute53FullAccess",),
        used_days_ago=6,
    ),
    # The whole organization, sandboxes and old-pos included.
    Role(
        NETWORK_HUB,
        "TransitReader",
        trust("*", IN_ORGANIZATION),
        attached=("ReadOnlyAccess",),
        used_days_ago=33,
    ),
    # Production may do as a sandbox likes: somebody's shortcut that stayed.
    Role(
        SHOP,
        "sato-debug",
        trust(root(SANDBOX_SATO)),
        attached=("AdministratorAccess",),
        used_days_ago=228,
    ),
    Role(
        ORDERS,
        "ReconcilePayments",
        trust(role_arn(PAYMENTS, "reconciler")),
        inline={"read": document(allow(["dynamodb:GetItem", "dynamodb:Query"]))},
        used_days_ago=0,
    ),
    Role(
        YUZU_DAIRY,
        "KitsuneFinance",
        trust([root(ANALYTICS), root(SHARED_SERVICES)]),
        attached=("ReadOnlyAccess",),
        used_days_ago=15,
    ),
    # The trusted role was deleted; AWS keeps its unique id in its place.
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html
    Role(
        LOGISTICS,
        "WarehouseSync",
        trust(["AROAQX7KDELETEDROLE21", root(ORDERS)]),
        inline={"sync": document(allow(["sqs:ReceiveMessage", "sqs:DeleteMessage"]))},
        used_days_ago=7,
    ),
)
TO_SERVICES = (
    Role(
        DNS_BACKUP,
        "BackupService",
        trust_service(
            "backup.amazonaws.com",
            when={"StringEquals": {"aws:SourceAccount": DNS_BACKUP}},
        ),
        inline={"backup": document(allow(["ec2:CreateSnapshot", "s3:GetObject"]))},
        used_days_ago=0,
    ),
    Role(
        LOG_ARCHIVE,
        "ConfigAggregator",
        trust_service("config.amazonaws.com"),
        attached=("SecurityAudit",),
        used_days_ago=0,
    ),
    Role(
        PAYMENTS,
        "reconciler",
        trust_service("lambda.amazonaws.com"),
        inline={
            "reach": document(
                allow("sts:AssumeRole", role_arn(ORDERS, "ReconcilePayments"))
            )
        },
        used_days_ago=0,
    ),
    Role(
        ANALYTICS,
        "NightlyExport",
        trust_service("lambda.amazonaws.com", "states.amazonaws.com"),
        attached=("AmazonS3ReadOnlyAccess",),
        used_days_ago=0,
    ),
    Role(
        COLDCHAIN,
        "SensorIngest",
        trust_service("credentials.iot.amazonaws.com"),
        inline={"put": document(allow(["kinesis:PutRecord"]))},
        used_days_ago=0,
    ),
)
INSIDE = (*SOURCES, *BETWEEN_ACCOUNTS, *TO_SERVICES)
