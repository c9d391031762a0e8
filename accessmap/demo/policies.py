"""Managed policies: AWS's own that the roles attach, and Kitsune's."""

from __future__ import annotations

from accessmap.demo.accounts import DATA_LAKE, PAYMENTS, SANDBOX_LABS, SANDBOX_SATO
from accessmap.demo.documents import allow, deny, document, everything_in
from accessmap.demo.shapes import Document, ManagedPolicy

# Shortened: AWS's texts run to pages, and what matters here is their reach.
# https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
AWS_MANAGED: dict[str, Document] = {
    "AdministratorAccess": document(allow("*")),
    "PowerUserAccess": document(
        {
            "Effect": "Allow",
            "NotAction": ["iam:*", "organizations:*", "account:*"],
            "Resource": "*",
        }
    ),
    "ReadOnlyAccess": document(
        allow(["iam:Get*", "iam:List*", "s3:Get*", "s3:List*", "kms:List*", "ec2:Get*"])
    ),
    "SecurityAudit": document(
        allow(["iam:Get*", "iam:List*", "s3:GetBucket*", "kms:GetKeyPolicy"])
    ),
    "CloudWatchReadOnlyAccess": document(
        allow(["cloudwatch:Get*", "cloudwatch:List*", "logs:Get*"])
    ),
    "AmazonS3ReadOnlyAccess": document(allow(["s3:Get*", "s3:List*"])),
    "AmazonRoute53FullAccess": document(allow("route53:*")),
    "AWSCloudFormationFullAccess": document(allow("cloudformation:*")),
}

KITSUNE_MANAGED = (
    ManagedPolicy(
        PAYMENTS,
        "PaymentsMetricsReader",
        document(
            allow(["s3:ListBucket", "s3:GetObject"], everything_in("pay-metrics")),
            allow(["s3:GetObject"], "arn:aws:s3:::pay-*/*", sid="EveryPaymentsBucket"),
            allow(["cloudwatch:DeleteAlarms", "cloudwatch:GetMetricData"]),
        ),
    ),
    ManagedPolicy(
        DATA_LAKE,
        "LakeReader",
        document(
            allow(["s3:GetObject", "s3:ListBucket"], everything_in("kitsune-lake-raw")),
            allow(
                ["glue:GetTable", "glue:GetPartitions", "athena:StartQueryExecution"]
            ),
        ),
    ),
    ManagedPolicy(
        SANDBOX_SATO,
        "SandboxBoundary",
        document(allow("*"), deny(["iam:*", "organizations:*"])),
    ),
    ManagedPolicy(
        SANDBOX_LABS,
        "SandboxBoundary",
        document(allow("*"), deny(["iam:*", "organizations:*"])),
    ),
)
