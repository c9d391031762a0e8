"""Service and resource control policies, and the units they bind."""

from __future__ import annotations

from accessmap.demo.accounts import HAYABUSA, KUMO, ORGANIZATION, TANUKI
from accessmap.demo.documents import allow, deny, document
from accessmap.demo.shapes import Control

SCP = "SERVICE_CONTROL_POLICY"
RCP = "RESOURCE_CONTROL_POLICY"
CONTROLS = (
    Control(
        "log-integrity",
        SCP,
        document(
            deny(
                ["cloudtrail:StopLogging", "cloudtrail:DeleteTrail", "config:Delete*"],
                sid="NobodyStopsTheLogs",
            )
        ),
        ("/",),
        "Nobody stops or deletes the logs",
    ),
    Control(
        "sandbox-guard",
        SCP,
        document(
            deny(["organizations:*", "iam:CreateUser", "iam:CreateAccessKey"]),
            deny(
                "*",
                when={
                    "StringNotEquals": {
                        "aws:RequestedRegion": ["ap-northeast-1", "us-east-1"]
                    }
                },
                sid="HomeRegionsOnly",
            ),
        ),
        ("Sandbox",),
        "What sandboxes may not do",
    ),
    Control(
        "quarantine",
        SCP,
        document(deny("*", sid="NothingAtAll")),
        ("Suspended",),
        "Accounts that wait to be closed",
    ),
    Control(
        "pci-boundary",
        SCP,
        document(
            deny(
                ["kms:ScheduleKeyDeletion", "s3:PutBucketPublicAccessBlock"],
                when={
                    "ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/BreakGlass"}
                },
            )
        ),
        ("Workloads/Production",),
        "Keys and public access blocks stay as they are",
    ),
    # Keeps strangers out of buckets and keys; three vendors are excepted by account.
    Control(
        "only-our-org",
        RCP,
        document(
            {
                **deny(
                    ["s3:*", "kms:*"],
                    to="*",
                    when={
                        "StringNotEqualsIfExists": {
                            "aws:PrincipalOrgID": ORGANIZATION,
                            "aws:PrincipalAccount": [TANUKI, KUMO, HAYABUSA],
                        },
                        "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
                    },
                ),
                "Sid": "OnlyOurOrganization",
            }
        ),
        ("Workloads", "Infrastructure", "Security"),
        "Only our organization, and three vendors",
    ),
    Control(
        "data-over-tls",
        RCP,
        document(
            deny(
                "s3:*", to="*", when={"BoolIfExists": {"aws:SecureTransport": "false"}}
            )
        ),
        ("Data",),
        "Data travels encrypted",
    ),
    Control(
        "sandbox-allow-list",
        SCP,
        document(allow(["s3:*", "ec2:*", "iam:*", "sts:*", "kms:*", "sagemaker:*"])),
        (),
        "Drafted, bound to nothing",
    ),
)
