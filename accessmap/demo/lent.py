"""What Kitsune lends besides roles, buckets and keys: queues, secrets, functions."""

from __future__ import annotations

from accessmap.demo.accounts import (
    ANALYTICS,
    CI_CD,
    COLDCHAIN,
    DAICHI,
    DATA_LAKE,
    DNS_BACKUP,
    HAYABUSA,
    KAPPA,
    KEN,
    KUMO,
    LOG_ARCHIVE,
    LOGISTICS,
    LOYALTY,
    ML_PLATFORM,
    ORDERS,
    ORGANIZATION,
    PAYMENTS,
    RIN,
    SHARED_SERVICES,
    SHOP,
)
from accessmap.demo.documents import allow, document, role_arn, root
from accessmap.demo.shapes import TOKYO, Document, Lent

IN_ORGANIZATION = {"StringEquals": {"aws:PrincipalOrgID": ORGANIZATION}}
PULL = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]


# A repository's policy names no resource.
PULL_ORG = document(
    {"Effect": "Allow", "Principal": "*", "Action": PULL, "Condition": IN_ORGANIZATION}
)
PULL_ANALYTICS = document(
    {"Effect": "Allow", "Principal": {"AWS": root(ANALYTICS)}, "Action": PULL}
)


def arn(service: str, account_id: str, name: str) -> str:
    """Return the ARN of something in Tokyo."""
    return f"arn:aws:{service}:{TOKYO}:{account_id}:{name}"


def topic_policy(account_id: str, name: str, *more: Document) -> Document:
    """Return the policy that SNS gives every topic, and what was added to it.

    https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
    """
    own = allow(
        ["sns:Publish", "sns:Subscribe", "sns:GetTopicAttributes"],
        arn("sns", account_id, name),
        to={"AWS": "*"},
        when={"StringEquals": {"AWS:SourceOwner": account_id}},
        sid="__default_statement_ID",
    )
    return document(own, *more)


MESSAGES = (
    Lent(
        "queue",
        PAYMENTS,
        "settlements",
        document(
            allow(
                "sqs:SendMessage",
                arn("sqs", PAYMENTS, "settlements"),
                to={"AWS": role_arn(HAYABUSA, "settlement")},
            )
        ),
        owner=RIN,
    ),
    # What the topic of another account of ours may put there, and no other topic.
    Lent(
        "queue",
        LOGISTICS,
        "orders-to-ship",
        document(
            allow(
                "sqs:SendMessage",
                arn("sqs", LOGISTICS, "orders-to-ship"),
                to={"Service": "sns.amazonaws.com"},
                when={
                    "ArnEquals": {"aws:SourceArn": arn("sns", ORDERS, "order-placed")}
                },
            )
        ),
        owner=DAICHI,
    ),
    Lent(
        "topic",
        ORDERS,
        "order-placed",
        topic_policy(
            ORDERS,
            "order-placed",
            allow(
                "sns:Subscribe",
                arn("sns", ORDERS, "order-placed"),
                to={"AWS": [root(LOGISTICS), root(LOYALTY)]},
            ),
        ),
        owner=RIN,
    ),
    Lent(
        "bus",
        SHARED_SERVICES,
        "kitsune-events",
        document(
            allow(
                "events:PutEvents",
                arn("events", SHARED_SERVICES, "event-bus/kitsune-events"),
                to="*",
                when=IN_ORGANIZATION,
                sid="WholeOrganizationSends",
            )
        ),
        owner=RIN,
    ),
    Lent(
        "destination",
        LOG_ARCHIVE,
        "central-logs",
        document(
            allow(
                "logs:PutSubscriptionFilter",
                arn("logs", LOG_ARCHIVE, "destination:central-logs"),
                to="*",
                when=IN_ORGANIZATION,
            )
        ),
        owner=KEN,
    ),
    Lent(
        "stream",
        COLDCHAIN,
        "temperatures",
        document(
            allow(
                ["kinesis:DescribeStreamSummary", "kinesis:GetRecords"],
                arn("kinesis", COLDCHAIN, "stream/temperatures"),
                to={"AWS": role_arn(DATA_LAKE, "LakeWriter")},
            )
        ),
        owner=DAICHI,
    ),
)
DATA = (
    # kappa-sweets was sold in March, and still knows the password.
    Lent(
        "secret",
        LOGISTICS,
        "kappa/sftp-password",
        document(allow("secretsmanager:GetSecretValue", to={"AWS": root(KAPPA)})),
        owner=DAICHI,
    ),
    Lent(
        "table",
        ORDERS,
        "orders",
        document(
            allow(
                ["dynamodb:GetItem", "dynamodb:Query"],
                arn("dynamodb", ORDERS, "table/orders"),
                to={"AWS": role_arn(ANALYTICS, "NightlyExport")},
            )
        ),
        owner=RIN,
    ),
    Lent(
        "catalog",
        DATA_LAKE,
        "",
        document(
            allow(
                ["glue:GetDatabase", "glue:GetTable", "glue:GetPartitions"],
                arn("glue", DATA_LAKE, "*"),
                to={"AWS": root(ANALYTICS)},
            )
        ),
        owner=DAICHI,
    ),
    Lent(
        "vault",
        DNS_BACKUP,
        "offsite",
        document(allow("backup:CopyIntoBackupVault", to={"AWS": root(KUMO)})),
        owner=RIN,
    ),
)
CODE = (
    Lent(
        "function",
        LOGISTICS,
        "quote-shipping",
        document(
            allow(
                "lambda:InvokeFunction",
                arn("lambda", LOGISTICS, "function:quote-shipping"),
                to={"AWS": root(SHOP)},
            )
        ),
        owner=DAICHI,
    ),
    Lent(
        "repository",
        CI_CD,
        "base/python",
        PULL_ORG,
        owner=RIN,
    ),
    Lent(
        "repository",
        ML_PLATFORM,
        "training",
        PULL_ANALYTICS,
        owner=DAICHI,
    ),
    Lent(
        "packages",
        CI_CD,
        "kitsune",
        document(
            allow(
                [
                    "codeartifact:GetAuthorizationToken",
                    "codeartifact:ListRepositoriesInDomain",
                ],
                to="*",
                when=IN_ORGANIZATION,
            )
        ),
        owner=RIN,
    ),
)
LENT = (*MESSAGES, *DATA, *CODE)
